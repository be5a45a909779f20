import Undertone
print(Classifier().reading(of: CommandLine.arguments[1]))
