/** awk's own functions. */
import { AwkError, type Expr } from './awk-tree.ts';
import type { AwkMachine } from './awk-run.ts';
import { toNumber, toText, type Value } from './awk-values.ts';
import { formatPrintf } from './printf.ts';

type Function = (machine: AwkMachine, args: readonly Expr[], record: string) => Promise<Value>;

const text = async (machine: AwkMachine, expr: Expr | undefined): Promise<string> =>
  expr ? toText(await machine.value(expr)) : '';
const number = async (machine: AwkMachine, expr: Expr | undefined): Promise<number> =>
  expr ? toNumber(await machine.value(expr)) : 0;
const numeric =
  (compute: (value: number) => number): Function =>
  async (machine, args) =>
    compute(await number(machine, args[0]));

function substituting(flags: 'u' | 'gu'): Function {
  return async (machine, args) => {
    const target: Expr = args[2] ?? { type: 'field', index: { type: 'number', value: 0 } };
    const replacement = await text(machine, args[1]);
    let count = 0;
    const expression = await machine.pattern(args[0]!, flags);
    const result = (await text(machine, target)).replace(expression, (match: string) => {
      count++;
      return replacement.replace(/\\\\&|\\&|&/g, (mark) => (mark === '&' ? match : '&'));
    });
    if (count > 0) await machine.store(target, result);
    return count;
  };
}

const FUNCTIONS: Record<string, Function> = {
  length: async (machine, args, record) => {
    const [arg] = args;
    if (arg?.type === 'variable' && machine.array(arg.name).size > 0) return machine.array(arg.name).size;
    return [...(arg ? await text(machine, arg) : record)].length;
  },
  substr: async (machine, args) => {
    const chars = [...(await text(machine, args[0]))];
    const from = Math.round(await number(machine, args[1])) - 1;
    const end = args[2] ? from + Math.round(await number(machine, args[2])) : chars.length;
    return chars.slice(Math.max(0, from), Math.max(0, end)).join('');
  },
  index: async (machine, args) => (await text(machine, args[0])).indexOf(await text(machine, args[1])) + 1,
  split: async (machine, args) => {
    const separator = args[2]
      ? args[2].type === 'regex'
        ? args[2].source
        : await text(machine, args[2])
      : toText(machine.getVariable('FS'));
    const pieces = machine.split(await text(machine, args[0]), separator);
    if (args[1]?.type !== 'variable') throw new AwkError('split: second argument must be an array');
    const array = machine.array(args[1].name);
    array.clear();
    pieces.forEach((piece, index) =>
      array.set(String(index + 1), /^\s*-?\d+(\.\d+)?\s*$/.test(piece) ? { text: piece, looks: true } : piece),
    );
    return pieces.length;
  },
  sub: substituting('u'),
  gsub: substituting('gu'),
  match: async (machine, args) => {
    const found = (await machine.pattern(args[1]!)).exec(await text(machine, args[0]));
    machine.setVariable('RSTART', found ? found.index + 1 : 0);
    machine.setVariable('RLENGTH', found ? found[0].length : -1);
    return found ? found.index + 1 : 0;
  },
  sprintf: async (machine, args) => {
    const values: string[] = [];
    for (const arg of args) values.push(await text(machine, arg));
    return formatPrintf(values[0] ?? '', values.slice(1), 'awk').text;
  },
  tolower: async (machine, args) => (await text(machine, args[0])).toLowerCase(),
  toupper: async (machine, args) => (await text(machine, args[0])).toUpperCase(),
  int: numeric(Math.trunc),
  sqrt: numeric(Math.sqrt),
  exp: numeric(Math.exp),
  log: numeric(Math.log),
  sin: numeric(Math.sin),
  cos: numeric(Math.cos),
  '(': async (machine, args) => machine.value(args.at(-1)!),
};

export async function callAwk(
  machine: AwkMachine,
  name: string,
  args: readonly Expr[],
  record: string,
): Promise<Value> {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) throw new AwkError(`calling undefined function ${name}`);
  return found(machine, args, record);
}
