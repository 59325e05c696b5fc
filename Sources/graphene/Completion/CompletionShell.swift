import ArgumentParser

/// A shell that completes words.
enum CompletionShell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
}

/// Prints what a shell needs to complete the words of a command line.
struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print what a shell needs to complete the words after graphene.",
        discussion: """
            Completes commands, options, scripts and their own parameters, names of functions, error \
            codes, and the environments and databases that `graphene ps` or a session has seen \
            last; it never asks the cloud.

            EXAMPLES:
              source <(graphene completion bash)       in ~/.bashrc
              source <(graphene completion zsh)        in ~/.zshrc, after compinit
              graphene completion fish | source        in ~/.config/fish/config.fish
            """)

    @Argument(help: "The shell: bash, zsh or fish.") var shell: CompletionShell

    func run() throws {
        try StandardOutput.print(shell.script, terminator: "")
    }
}

extension CompletionShell {
    /// What tells the shell to ask `graphene complete`, which answers with a line that says which
    /// files fit too, and a line for each word: the word, a tab, what it means.
    var script: String {
        switch self {
        case .bash: Self.bashScript
        case .zsh: Self.zshScript
        case .fish: Self.fishScript
        }
    }

    private static let bashScript = #"""
        # Completion of `graphene` for bash: source <(graphene completion bash)
        _graphene() {
            local rest=$COMP_LINE word over head current directive line i breaks=
            local -a words=()
            # bash cuts words at `=` and `:` too; here they are put together again.
            for ((i = 0; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [[ $i -eq 0 || $rest == [[:space:]]* ]]; then
                    rest=${rest#"${rest%%[![:space:]]*}"}
                    words+=("$word")
                else
                    words[${#words[@]} - 1]+=$word
                fi
                rest=${rest#"$word"}
            done
            current=${words[${#words[@]} - 1]}
            over=$((${#COMP_LINE} - ${#rest} - COMP_POINT))
            ((over > 0)) && current=${current:0:${#current} - over}
            words[${#words[@]} - 1]=$current
            [[ $COMP_WORDBREAKS == *=* ]] && breaks+==
            [[ $COMP_WORDBREAKS == *:* ]] && breaks+=:
            head=
            [[ -n $breaks && $current == *[$breaks]* && $current != [\'\"]* ]] &&
                head=${current%"${current##*[$breaks]}"}
            COMPREPLY=()
            {
                IFS= read -r directive
                while IFS= read -r line; do
                    line=${line%%$'\t'*}
                    COMPREPLY+=("${line#"$head"}")
                done
            } < <("${words[0]/#\~\//$HOME/}" complete bash -- "${words[@]:1}" 2>/dev/null)
            local IFS=$'\n'
            current=${current#"$head"}
            case $directive in
            files:*)
                compopt -o filenames
                COMPREPLY+=($(compgen -f -X "!*.${directive#files:}" -- "$current"))
                COMPREPLY+=($(compgen -d -- "$current"))
                ;;
            files)
                compopt -o filenames
                COMPREPLY+=($(compgen -f -- "$current"))
                ;;
            folders)
                compopt -o filenames
                COMPREPLY+=($(compgen -d -- "$current"))
                ;;
            *) [[ ${COMPREPLY[0]-} == *[=/] ]] && compopt -o nospace ;;
            esac
        }
        complete -F _graphene graphene

        """#

    private static let zshScript = #"""
        #compdef graphene
        # Completion of `graphene` for zsh: source <(graphene completion zsh), after compinit
        _graphene() {
            local -a lines texts shown open openShown
            local directive line text label
            lines=("${(@f)$("${(Q)words[1]/#\~\//$HOME/}" complete zsh -- \
                "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
            directive=$lines[1]
            for line in "${(@)lines[2,-1]}"; do
                text=${line%%$'\t'*}
                [[ -n $text ]] || continue
                label=$text
                [[ $line == *$'\t'?* ]] && label="$text  -- ${line#*$'\t'}"
                if [[ $text == *[=/] ]]; then
                    open+=("$text") openShown+=("$label")
                else
                    texts+=("$text") shown+=("$label")
                fi
            done
            (($#texts)) && compadd -l -d shown -a texts
            (($#open)) && compadd -S '' -l -d openShown -a open
            [[ $directive == files* || $directive == folders ]] && compset -P '--*='
            case $directive in
            files:*) _files -g "*.${directive#files:}(-.)" ;;
            files) _files ;;
            folders) _files -/ ;;
            esac
            (($#texts + $#open))
        }
        if [[ $funcstack[1] == _graphene ]]; then
            _graphene "$@"
        else
            compdef _graphene graphene
        fi

        """#

    private static let fishScript = #"""
        # Completion of `graphene` for fish: graphene completion fish | source
        function __graphene_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l lines (command $words[1] complete fish -- $words[2..-1] $current 2>/dev/null)
            switch "$lines[1]"
                case 'files:*'
                    __fish_complete_suffix (string replace 'files:' . -- $lines[1])
                case files
                    __fish_complete_path $current
                case folders
                    __fish_complete_directories $current ''
            end
            printf '%s\n' $lines[2..-1]
        end
        complete -c graphene -f -a '(__graphene_complete)'

        """#
}
