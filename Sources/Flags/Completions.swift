/// The shells that completions can be made for.
public enum Shell: String, Sendable, CaseIterable {
    case bash, zsh, fish
}

extension Program {
    /// The completions of commands, options and values for a shell.
    public func completions(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// The words that may follow a command's name as its first operand.
    private func actions(_ command: CommandOutline) -> [String] {
        command.name == "help"
            ? commands.map(\.name).filter { name in name != "help" && !topics.contains { $0.name == name } } + topics.map(\.name) + ["man"] : command.actions
    }

    // MARK: bash

    private var bash: String {
        var values = "", options = ""
        for command in commands {
            for flag in command.flags where flag.placeholder != nil {
                var pattern = "\"\(command.name) --\(flag.long)\""
                if let short = flag.short { pattern += " | \"\(command.name) -\(short)\"" }
                let words =
                    flag.choices.isEmpty
                    ? (flag.takesPath ? "" : "compopt +o default 2> /dev/null; ") : "_\(name)_words '\(flag.choices.joined(separator: " "))'; "
                values += "        \(pattern)) \(words)return ;;\n"
            }
            let names = (command.flags.map { "--" + $0.long } + ["--help"]).joined(separator: " ")
            options += "        \(command.name)) options='\(names)' actions='\(actions(command).joined(separator: " "))' ;;\n"
        }
        return """
            # Completions of \(name) \(version) for bash, written by '\(name) completions bash'.

            _\(name)_words() { COMPREPLY=($(compgen -W "$1" -- "$word")); }

            _\(name)() {
                local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} before=$((COMP_CWORD - 1)) options= actions=
                COMPREPLY=()
                if [[ $COMP_CWORD -eq 1 ]]; then
                    _\(name)_words '\((commands.map(\.name) + ["--version", "--help"]).joined(separator: " "))'
                    return
                fi
                # bash parts --name=value into three words.
                if [[ $word == "=" ]]; then
                    word=
                elif [[ ${COMP_WORDS[before]} == "=" ]]; then
                    before=$((COMP_CWORD - 2))
                fi
                case "$command ${COMP_WORDS[before]}" in
            \(values)    esac
                case "$command" in
            \(options)    esac
                if [[ $word == -* ]]; then
                    _\(name)_words "$options"
                elif [[ $COMP_CWORD -eq 2 && -n $actions ]]; then
                    _\(name)_words "$actions"
                fi
            }

            complete -o default -F _\(name) \(name)

            """
    }

    // MARK: zsh

    private var zsh: String {
        var cases = ""
        for command in commands {
            cases += "    \(command.name))\n      _arguments -s -S \\\n"
            for flag in command.flags { cases += "        \(zshFlag(flag)) \\\n" }
            cases += "        '(-h --help)'{-h,--help}'[help]' \\\n"
            let actions = actions(command)
            if !actions.isEmpty { cases += "        '1:what:(\(actions.joined(separator: " ")))' \\\n" }
            cases += "        '*:file:_files' ;;\n"
        }
        let names = commands.map { "    '\($0.name):\(quoted($0.brief))'\n" }.joined()
        return """
            #compdef \(name)
            # Completions of \(name) \(version) for zsh, written by '\(name) completions zsh'.

            _\(name)() {
              local -a commands
              commands=(
            \(names)  )
              if (( CURRENT == 2 )); then
                _describe command commands
                return
              fi
              shift words
              (( CURRENT-- ))
              case $words[1] in
            \(cases)  esac
            }

            _\(name) "$@"

            """
    }

    private func zshFlag(_ flag: FlagOutline) -> String {
        let about = "[" + quoted(HelpText.shortened(flag.help, 70)).replacing("[", with: "\\[").replacing("]", with: "\\]") + "]"
        var value = ""
        if let placeholder = flag.placeholder {
            value = ":\(quoted(placeholder)):"
            if !flag.choices.isEmpty { value += "(\(flag.choices.joined(separator: " ")))" } else if flag.takesPath { value += "_files" }
        }
        let long = "--\(flag.long)" + (flag.placeholder == nil ? "" : "=")
        guard let short = flag.short else { return "'\(long)\(about)\(value)'" }
        return "'(-\(short) --\(flag.long))'{-\(short)\(flag.placeholder == nil ? "" : "+"),\(long)}'\(about)\(value)'"
    }

    // MARK: fish

    private var fish: String {
        var text = "# Completions of \(name) \(version) for fish, written by '\(name) completions fish'.\n\ncomplete -c \(name) -f\n"
        for command in commands {
            text += "complete -c \(name) -n __fish_use_subcommand -a \(command.name) -d '\(fishQuoted(command.brief))'\n"
        }
        for command in commands {
            let start = "complete -c \(name) -n '__fish_seen_subcommand_from \(command.name)'"
            let actions = actions(command)
            text += actions.isEmpty ? "\(start) -F\n" : "\(start) -F -a '\(actions.joined(separator: " "))'\n"
            for flag in command.flags {
                var line = "\(start) -l \(flag.long)" + (flag.short.map { " -s \($0)" } ?? "")
                if flag.placeholder != nil {
                    line += flag.choices.isEmpty ? (flag.takesPath ? " -r -F" : " -x") : " -x -a '\(flag.choices.joined(separator: " "))'"
                }
                text += line + " -d '\(fishQuoted(HelpText.shortened(flag.help, 70)))'\n"
            }
        }
        return text
    }

    private func fishQuoted(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") }

    /// A text between the quotation marks of zsh, where a colon parts fields.
    private func quoted(_ text: String) -> String { text.replacing("'", with: "'\\''").replacing(":", with: "\\:") }
}
