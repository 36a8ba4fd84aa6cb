/** The scripts by which a shell completes `rnn-atlas`, made from the commands' descriptions. Pure. */
import type { Description } from './words.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A command as it is completed: everything that may follow its name. */
interface Completed {
  name: string;
  summary: string;
  /** 'as=' with its values, if they can be listed. */
  keys: readonly { word: string; about: string; values: readonly string[] }[];
  /** What stands alone: a file, an experiment of public/results, or one of a few words. */
  subject: 'files' | 'experiments' | readonly string[];
}

/** @param descriptions by the names of the commands. */
export function completionScript(shell: Shell, descriptions: ReadonlyMap<string, Description>): string {
  const commands = [...descriptions].map(([name, description]) => completed(name, description));
  return { bash, zsh, fish }[shell](commands);
}

function completed(name: string, { summary, subject, keys }: Description): Completed {
  return {
    name,
    summary: plain(summary),
    keys: Object.entries(keys).map(([key, { shown, about }]) => ({
      word: `${key}=`,
      about: plain(about),
      values: valuesOf(shown),
    })),
    subject: subject === null ? [] : subjectOf(subject.shown),
  };
}

/** Choices are shown as 'figures|pdf|html', a flag as 'true', a default path as '/<path>/'. */
const valuesOf = (shown: string): string[] => (/[<>/.]/.test(shown) ? [] : shown.split('|'));

function subjectOf(shown: string): Completed['subject'] {
  if (shown === '<experiment>') return 'experiments';
  return /<(?:manifest|file)/.test(shown) ? 'files' : valuesOf(shown);
}

/** Without what a shell would obey inside of quotes. */
const plain = (text: string): string => text.replace(/[`'"\\$\n]/g, '');

const results = 'public/results';

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, keys, subject }) => {
    const words = ['help', ...keys.map(({ word }) => word), ...(typeof subject === 'string' ? [] : subject)];
    const values = keys.filter((key) => key.values.length > 0).map((key) => [key.word, key.values.join(' ')] as const);
    return [
      `    ${name})`,
      `      words="${words.join(' ')}"`,
      ...(subject === 'files' ? ['      files=1'] : []),
      ...(subject === 'experiments'
        ? [`      words="$words $(ls ${results} 2>/dev/null | tr '\\n' ' ')"; files=1`]
        : []),
      ...(values.length === 0
        ? []
        : [
            '      case "$word" in',
            ...values.map(([key, list]) => `        ${key}*) values="${list}" ;;`),
            '      esac',
          ]),
      '      ;;',
    ].join('\n');
  });
  return `# rnn-atlas completion for bash: source <(rnn-atlas completion bash)
_rnn_atlas() {
  # The word as typed: bash would cut it at "=".
  local line="\${COMP_LINE:0:COMP_POINT}" words="" values="" files=""
  local word="\${line##*[[:space:]]}"
  local -a before
  read -r -a before <<< "\${line%"$word"}"
  COMPREPLY=()
  if [ "\${#before[@]}" -le 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} help --help --version" -- "$word"))
    return
  fi
  case "\${before[1]}" in
${cases.join('\n')}
    help) words="${commands.map(({ name }) => name).join(' ')}" ;;
  esac
  case "$word" in
    *=*)
      local value="\${word#*=}"
      if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$value"))
      else mapfile -t COMPREPLY < <(compgen -f -- "$value"); compopt -o filenames; fi
      ;;
    *)
      COMPREPLY=($(compgen -W "$words" -- "$word"))
      if [ -n "$files" ]; then mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word"); fi
      case "\${COMPREPLY[*]}" in *=) compopt -o nospace ;; esac
      ;;
  esac
}
complete -F _rnn_atlas rnn-atlas
`;
}

function zsh(commands: readonly Completed[]): string {
  const list = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([word, about]) => `'${word.replaceAll(':', '\\:')}:${about.replaceAll(':', '\\:')}'`).join(' ');
  const cases = commands.map(({ name, keys, subject }) =>
    [
      `    ${name})`,
      `      keys=(${list(keys.map(({ word, about }) => [word, about]))})`,
      ...(subject === 'files' ? ['      alone=files'] : []),
      ...(subject === 'experiments' ? [`      words_alone=(${results}/*(N:t)); alone=files`] : []),
      ...(typeof subject === 'string' || subject.length === 0 ? [] : [`      words_alone=(${subject.join(' ')})`]),
      ...keys
        .filter(({ values }) => values.length > 0)
        .map(({ word, values }) => `      values[${word.slice(0, -1)}]="${values.join(' ')}"`),
      '      ;;',
    ].join('\n'),
  );
  return `#compdef rnn-atlas
# rnn-atlas completion for zsh: source <(rnn-atlas completion zsh)
_rnn_atlas() {
  local -a commands keys words_alone
  local -A values
  local alone=""
  commands=(${list([...commands.map(({ name, summary }) => [name, summary] as const), ['help', 'lists the commands']])})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${cases.join('\n')}
    help) _describe command commands; return ;;
  esac
  local word=$words[CURRENT]
  if [[ $word == *=* ]]; then
    local key=\${word%%=*}
    compset -P 1 '*='
    if [[ -n \${values[$key]} ]]; then compadd -- \${=values[$key]}; else _files; fi
    return
  fi
  _describe key keys -S ''
  compadd -- help $words_alone
  [[ $alone == files ]] && _files
}
compdef _rnn_atlas rnn-atlas
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, summary, keys, subject }) => {
    const after = `complete -c rnn-atlas -n 'contains -- ${name} (commandline -opc)[2]'`;
    const alone =
      subject === 'files'
        ? [`${after} -F`]
        : subject === 'experiments'
          ? [`${after} -F -a '(ls ${results} 2>/dev/null)'`]
          : subject.map((word) => `${after} -a '${word}'`);
    const given = keys.flatMap(({ word, about, values }) =>
      (values.length === 0 ? [''] : values).map((value) => `${after} -a '${word}${value}' -d '${about}'`),
    );
    return [
      `complete -c rnn-atlas -n __fish_use_subcommand -a '${name}' -d '${summary}'`,
      ...alone,
      ...given,
      `${after} -a help -d 'says what it takes'`,
    ];
  });
  return [
    '# rnn-atlas completion for fish: rnn-atlas completion fish | source',
    'complete -c rnn-atlas -f',
    ...lines,
    '',
  ].join('\n');
}
