/** The command line of `npm run shell`. */
export interface ShellArguments {
  /** Where relative paths start: the folder that npm was called in. */
  from: string;
  commands?: string;
  file?: string;
  replay?: string[];
  nodes?: number;
  seed?: string;
  server?: string;
  settle: boolean;
}

export const USAGE = `Usage: npm run --silent shell -- [-c 'COMMANDS' | FILE | -] [--nodes N] [--seed S] [--settle] [--server URL]
       npm run --silent shell -- --replay FILE…
`;

/** A string is what is wrong. */
export function parseShellArguments(argv: readonly string[]): ShellArguments | string {
  const args: ShellArguments = { from: process.env['INIT_CWD'] ?? process.cwd(), settle: false };
  const rest = [...argv];
  const value = (name: string): string => {
    const text = rest.shift();
    if (text === undefined) throw new Error(`${name} needs a value`);
    return text;
  };
  try {
    while (rest.length > 0) {
      const [word, attached] = split(rest.shift()!);
      if (attached !== undefined) rest.unshift(attached);
      if (word === '--settle') args.settle = true;
      else if (word === '-c') args.commands = value(word);
      else if (word === '--seed') args.seed = value(word);
      else if (word === '--server') args.server = value(word);
      else if (word === '--nodes') args.nodes = count(value(word));
      else if (word === '--replay') args.replay = rest.splice(0);
      else if (word.startsWith('-') && word !== '-') return `unknown option ${word}`;
      else if (word !== '-') args.file = word;
    }
  } catch (error) {
    return (error as Error).message;
  }
  return args;
}

function split(word: string): [string, string | undefined] {
  const match = /^(--[a-z]+)=(.*)$/s.exec(word);
  return match ? [match[1]!, match[2]!] : [word, undefined];
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--nodes needs a number, not ${text}`);
  return Number(text);
}
