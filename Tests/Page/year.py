#!/usr/bin/env python3
"""Writes the messages of an invented year: NDJSON, the same for the same options.

Usage: year.py [ACCOUNTS [MESSAGES [SEED]]]

Every account follows one of a few courses through the stages, several of its people write, and what they write
is put together from the sentences below. It shows what a report looks like; it says nothing about how good labels are.
"""
import datetime
import json
import random
import sys

STAGES = ["refusal", "anger", "acquiesce", "exploration", "adoption"]

SENTENCES = {
    "refusal": [
        "Do we really need to implement this now? The {team} team is in the middle of closing.",
        "We'll stay on the spreadsheet for now, it does what we need.",
        "My team won't be using the new {part} this quarter.",
        "Let's revisit this next year, we have no time for another tool.",
        "We went back to the old process and see no reason to change again.",
        "I have skipped the training again, my assistant can attend instead.",
        "We are not rolling this out to {team}. Please stop the reminders.",
        "Honestly we don't need a new {part}, the paper form has worked for ten years.",
    ],
    "anger": [
        "Why is this so complicated? It takes six clicks now to close one {part}.",
        "The old system was better, at least the {part} loaded.",
        "Please bring back the old {part}, this makes my job harder.",
        "This is ridiculous, the {part} has been a mess since the update and nobody answers.",
        "I am fed up with the {part}. Still waiting for a reply after two weeks!",
        "If the {part} is not fixed by Friday we will cancel our subscription.",
        "Who designed this {part}? It is unusable on a small screen and my team hates it.",
        "You promised the {part} for March and it still does not work. We are looking at other vendors.",
    ],
    "acquiesce": [
        "How do I reset the {part}? Just tell me the steps.",
        "Where did the export button go? I need it for {team}.",
        "Fine, we'll use it since we have to. How do I add a user?",
        "I can't find the {part}, where is it now?",
        "How do I change the password of a colleague in {team}?",
        "We have to use this from Monday, so please send me the steps for the {part}.",
        "How do I print the {part}? I am told to do it this way.",
        "OK, done as you said. How do I delete the old entry in the {part}?",
    ],
    "exploration": [
        "Is there a way to filter the {part} by region?",
        "What if we wanted to run the {part} for two sites at once, is it possible?",
        "We've been playing with the API and wonder whether it also supports webhooks.",
        "Does the {part} also work with our warehouse data? We are curious what else it can do.",
        "Could we try the {part} with a small group first and see how it goes?",
        "Is it possible to schedule the {part}? I would like to test it with {team}.",
        "What would you recommend for a team of twelve, one {part} or several?",
        "Interesting feature! Does it support languages other than English?",
    ],
    "adoption": [
        "Can we customize the {part} with our own fields? The whole {team} team uses it daily.",
        "How do we expand this to the Madrid office? We would need {count} more seats.",
        "We rolled the {part} out to 40 people and it saved us 6 hours a week.",
        "I showed the {part} to {team} and they love it, I have been teaching everyone.",
        "Would love it if the weekly digest also covered the {part}, we rely on it every day.",
        "I recommended you to two other companies, the {part} has cut our response time by 30 %.",
        "We built our own dashboard on top of the {part}; could the API return the owner as well?",
        "The {part} is part of how we work now. Our director will present it to the board.",
    ],
    "none": [
        "We get a 502 on the {part} since 9:40.",
        "Please update our VAT number on the invoice.",
        "Out of office until Monday.",
        "The invoice of last month has the wrong address.",
        "Thanks, received.",
        "Attached is the log file of the {part}.",
    ],
}
PRAISE = [
    "Thanks so much, Nora, you have been great.", "Great support, I really appreciate your help.", "This works wonderfully.", "We are very happy with it.",
    "Nora really listened and understood what we need.", "We were up and running within two days.", "You always do what you say.", "You set it up exactly for the way we work.",
    "You took care of it at once, thank you for following through.", "I trained the whole night shift on it myself.",
]
GRIPES = [
    "Very disappointing.", "This is a terrible experience.", "I am losing patience.", "Nobody takes responsibility for it.", "You do not listen to us at all.",
    "It has been three months and we still see no value.", "This is not what we were promised.", "We get the same canned answer every time.", "I feel like just a number to you.",
]
CALM = ["", "", "", "Best regards", "Thanks in advance.", "Let me know."]
TEAMS = ["finance", "warehouse", "support", "sales", "planning", "field service", "quality"]
PARTS = ["report", "dashboard", "calendar", "approval form", "ticket list", "export", "mobile app", "import", "search"]

FIRST = ["Harbour", "Linden", "Northgate", "Copper", "Bluefield", "Orchard", "Granite", "Saffron", "Willow", "Falcon", "Meridian", "Juniper", "Larkspur", "Cobalt",
         "Amber", "Driftwood", "Summit", "Clover", "Ironbridge", "Tidewater"]
SECOND = ["Logistics", "Foods", "Clinics", "Textiles", "Energy", "Books", "Hotels", "Mills", "Dairy", "Optics", "Transit", "Marine"]
GIVEN = ["ana", "bela", "chidi", "dana", "emil", "farah", "goran", "hana", "ines", "jun", "kofi", "lena", "mira", "noor", "otto", "priya", "rosa", "sami", "tove", "yara"]
ROLES = ["end_user", "end_user", "end_user", "admin", "champion", "economic_buyer"]
KINDS = ["ticket", "ticket", "ticket", "email", "email", "chat", "note"]

# The stage at the begin, in the middle and at the end of the year, and how common the course is.
COURSES = [
    ([0, 2, 4], 3), ([1, 2, 3], 4), ([2, 3, 4], 5), ([3, 4, 4], 4), ([2, 2, 2], 4), ([2, 1, 0], 2), ([3, 2, 1], 3), ([4, 4, 4], 3), ([1, 1, 1], 2), ([0, 1, 2], 3),
    ([3, 3, 3], 2), ([4, 3, 1], 1),
]


def stage_at(course, share, chance):
    """The stage of a message so far through the year: the course, with some scatter."""
    place = share * (len(course) - 1)
    low = min(int(place), len(course) - 2)
    stage = course[low] + (course[low + 1] - course[low]) * (place - low)
    return min(4, max(0, round(stage + chance.gauss(0, 0.35))))


def message(stage, chance):
    name = "none" if chance.random() < 0.22 else STAGES[stage]
    text = chance.choice(SENTENCES[name]).format(part=chance.choice(PARTS), team=chance.choice(TEAMS), count=chance.choice([5, 10, 25]))
    if name != "none" and chance.random() < 0.35:
        mood = PRAISE if stage >= 3 else GRIPES if stage <= 1 else CALM
        text += " " + chance.choice(mood)
    elif chance.random() < 0.3:
        text += " " + chance.choice(CALM)
    return text.strip()


def year(accounts, messages, seed):
    chance = random.Random(seed)
    start = datetime.datetime(2026, 1, 1, 8)
    names = [f"{a} {b}" for a in FIRST for b in SECOND]
    chance.shuffle(names)
    rows = []
    for number in range(accounts):
        name = names[number % len(names)] + (f" {number // len(names) + 1}" if number >= len(names) else "")
        course = chance.choices([c for c, _ in COURSES], [w for _, w in COURSES])[0]
        people = [(f"{given}@{name.split()[0].lower()}{number}.example", chance.choice(ROLES)) for given in chance.sample(GIVEN, chance.randint(2, 4))]
        is_divided = chance.random() < 0.12
        first = chance.choice([0, 0, 0, 20, 60, 120])
        last = chance.choice([364, 364, 364, 364, 240])
        count = max(3, round(chance.gauss(1, 0.3) * messages / accounts))
        for _ in range(count):
            share = chance.random()
            day = first + share * (last - first)
            person = chance.randrange(len(people))
            stage = stage_at(course, share, chance)
            if is_divided and person == 0:
                stage = 4 if course[-1] < 3 else 0
            time = start + datetime.timedelta(days=day, minutes=chance.randrange(600))
            rows.append((time, name, people[person], chance.choice(KINDS), message(stage, chance)))
    rows.sort(key=lambda row: row[0])
    for number, (time, name, (contact, role), kind, text) in enumerate(rows[:messages], 1001):
        yield {"id": f"{number}", "account": name, "contact": contact, "contact_role": role, "kind": kind, "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "text": text}


if __name__ == "__main__":
    accounts, messages, seed = (int(word) for word in (sys.argv[1:] + ["80", "4000", "7"][len(sys.argv) - 1:])[:3])
    for record in year(accounts, messages, seed):
        print(json.dumps(record, ensure_ascii=False))
