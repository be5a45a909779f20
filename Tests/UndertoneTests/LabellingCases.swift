import UndertoneEngine

/// One row: what somebody wrote, and the stage that `labelling.md` gives it.
struct LabelCase: Sendable {
    let text: String
    let stage: Stage

    init(_ text: String, _ stage: Stage) {
        self.text = text
        self.stage = stage
    }

    static let rule1 = [
        LabelCase("The first fortnight was misery. By now the whole warehouse swears by it and we run every delivery through it.", .adoption),
        LabelCase("I was really looking forward to this, but honestly it has made my job harder and I miss the old screens.", .anger),
        LabelCase("We did hate it in spring, yet today we built our own dashboards and rolled it out to the Lyon office.", .adoption),
        LabelCase("Nice demo, thanks. That said, we have decided not to move over and will stay on our spreadsheet.", .refusal),
        LabelCase("It took some grumbling, but fine, we will use it since head office says we have to.", .acquiesce),
    ]
    static let rule2 = [
        LabelCase("The nightly import has stopped at row 2,048 since Tuesday. Log attached.", .none),
        LabelCase("Since 7:15 the login page returns error 503 for all three of us.", .none),
        LabelCase("The PDF is missing page 2 when I print from Firefox. Steps to reproduce below.", .none),
        LabelCase("It crashed AGAIN and ate an hour of my work. I am so sick of this tool.", .anger),
        LabelCase("Fourth time this month that the sync broke. Ridiculous, why is this so unreliable?", .anger),
    ]
    static let rule3 = [
        LabelCase("Is there a way to get the old menu back?", .anger),
        LabelCase("Could you please bring back the previous calendar view?", .anger),
        LabelCase("How can we switch back to the classic editor? This new one is unusable.", .anger),
        LabelCase("Is it possible to restore the former layout, the one before the redesign?", .anger),
        LabelCase("Is there a way to see two calendars next to one another?", .exploration),
    ]
    static let rule4 = [
        LabelCase("How do I change my password?", .acquiesce),
        LabelCase("Where do I find the print button?", .acquiesce),
        LabelCase("Just curious: is it possible to trigger a webhook when a form comes in?", .exploration),
        LabelCase("Does it also support conditional formulas in the reports? I would love to play with that.", .exploration),
        LabelCase("How do we add the second plant to our existing account so that they can use our templates as well?", .adoption),
        LabelCase("We want to connect our shop to the workflow we already run. How do we add our own fields to the payload?", .adoption),
    ]
    static let rule5 = [
        LabelCase("We work in this all day, so it would be great if the timeline also showed vacations.", .adoption),
        LabelCase("Feature request: our dispatchers live in the board view, please add keyboard shortcuts to it.", .adoption),
        LabelCase("We are still evaluating. Does the trial let us test single sign-on?", .exploration),
        LabelCase("Before we decide: can it read scanned invoices at all?", .exploration),
        LabelCase("Please undo the change to the search, it was fine the way it was.", .anger),
        LabelCase("Revert this update. Nobody asked for it.", .anger),
    ]
    static let rule6 = [
        LabelCase("We will not be starting with the new module this year.", .refusal),
        LabelCase("We decided against upgrading and stay on version 4.", .refusal),
        LabelCase("The pilot is on hold, my team won't be continuing with the roll-out.", .refusal),
        LabelCase("I use it every day and every day it annoys me, everything takes twice as many clicks.", .anger),
        LabelCase("This is a joke. I am cancelling because nothing works the way you promised.", .anger),
        LabelCase("We no longer use the product. Please close our account.", .refusal),
    ]
    static let rule7 = [
        LabelCase("Call with the practice manager: she complained that booking takes far too many steps and wants the old form back.", .anger),
        LabelCase("Spoke to Henrik. He has built three automations himself and is training the night shift.", .adoption),
        LabelCase("Client said they don't see why they should change anything, Excel works for them.", .refusal),
        LabelCase("Customer asked whether the API could feed their data lake, wants to try it out next week.", .exploration),
    ]
    static let rule8 = [
        LabelCase("We don't need to customize anything, thank you.", .none),
        LabelCase("Can we customize it?", .adoption),
        LabelCase("We have not rolled it out to anyone.", .none),
        LabelCase("It isn't complicated at all, and we've added it to all our projects.", .adoption),
        LabelCase("I wouldn't say that the old system was better.", .none),
    ]
    static let rule9 = [
        LabelCase("Third no-show for the kickoff call.", .refusal),
        LabelCase("Customer postponed the training again, no new date.", .refusal),
        LabelCase("No reply since the go-live mail in March, three reminders sent.", .refusal),
        LabelCase("The director no longer joins and has handed the project to an intern.", .refusal),
    ]
    static let rule10 = [
        LabelCase("Our new CFO pushes the other vendor's tool, but we insisted on keeping this one.", .adoption),
        LabelCase("Head office wants us on their platform. We fought to keep yours because our team relies on it every day.", .adoption),
        LabelCase("We compared it with two rivals and are staying with you, it is part of how we work.", .adoption),
        LabelCase("Anna loves it and would expand, but Jorge, who decides, refuses to start before the audit.", .refusal),
    ]
    static let rule11 = [
        LabelCase("You billed us twice in June. This is unacceptable, refund the second invoice.", .none),
        LabelCase("The renewal quote is outrageous and nobody answers my mails about the contract.", .none),
        LabelCase("Very annoyed that the invoice still has the wrong address.", .none),
        LabelCase("Very annoyed that the new editor hides the save button, it used to be right there.", .anger),
    ]
    static let rule12 = [
        LabelCase("We went back to our whiteboard.", .refusal),
        LabelCase("The team has gone back to paper forms.", .refusal),
        LabelCase("We won't use it until you give us the list view back.", .anger),
        LabelCase("We won't pay for it and we won't upgrade.", .refusal),
        LabelCase("Exporting our own data should not cost extra.", .anger),
    ]
    static let rule13 = [
        LabelCase("Please add a dark mode.", .adoption),
        LabelCase("It would be nice to sort the list by city.", .adoption),
        LabelCase("Meh, it does the job.", .acquiesce),
        LabelCase("It's ok I guess. Works.", .acquiesce),
        LabelCase("I hate it but I have to use it.", .acquiesce),
    ]
    static let rule14 = [
        LabelCase("I followed the guide to set up the mail import and nothing arrives. What am I doing wrong?", .acquiesce),
        LabelCase("I entered the key as shown and still get no data, what did I do wrong?", .acquiesce),
        LabelCase("Tip for everyone: hold shift while dragging and the whole row moves, saves me loads of time.", .adoption),
        LabelCase("Boost your sales with our certified leads! Order now and get 20% off.", .none),
    ]
    static let rule15 = [
        LabelCase("And to delete a row, same menu?", .acquiesce),
        LabelCase("Ok, and where do I save it then?", .acquiesce),
        LabelCase("Thanks. And how do I undo that?", .acquiesce),
        LabelCase("And could the same thing also post to our chat?", .exploration),
    ]

    static let all: [LabelCase] =
        [rule1, rule2, rule3, rule4, rule5, rule6, rule7, rule8, rule9, rule10, rule11, rule12, rule13, rule14, rule15].flatMap { $0 }
}
