/** `deployment.apps/web created (dry run)`, or the object itself with `-o` (cli-runtime/pkg/printers/name.go). */
import type { KubeObject } from '../../api/object.ts';
import type { VerbContext } from '../verb.ts';
import { dryRunStrategy, dryRunSuffix } from './dry-run.ts';
import { escapeHTML } from '../../api/go-format.ts';
import { objectPrinter, objectName, type ObjectPrinter, outputFormat } from '../printers/object-printer.ts';

export type ResultPrinter = (object: KubeObject, operation?: string) => Promise<void>;

/** Checks `--dry-run` and `-o` at once, as kubectl does before it acts; the printer may be called for every object. */
export async function resultPrinter(context: VerbContext, operation: string): Promise<ResultPrinter> {
  const suffix = dryRunSuffix(await dryRunStrategy(context));
  const structured = structuredPrinter(context);
  return async (object, done = operation) => {
    await context.print(structured ? structured(object) : `${objectName(object)} ${done}${suffix}\n`);
  };
}

/** The printer that `-o` asks for, undefined without it. Throws on a format there is none for. */
export function structuredPrinter(context: VerbContext): ObjectPrinter | undefined {
  const { flags, io } = context;
  if (!flags.has('output')) return undefined;
  const { name } = outputFormat(flags);
  if (name === '') return undefined;
  const printer = objectPrinter(flags, io);
  return (object) => (name === 'json' && isGenerated(object) ? inItsOrder(object) : printer(object));
}

/** Typed objects show Go's field order in JSON; everything else has its keys sorted. */
function isGenerated(object: KubeObject): boolean {
  return Object.keys(object)[0] === 'kind';
}

function inItsOrder(object: KubeObject): string {
  return `${escapeHTML(JSON.stringify(object, null, 4))}\n`;
}

/** True when `-o` asks for more than a name. */
export function printsObjects(context: VerbContext): boolean {
  const output = context.flags.has('output') ? context.flags.string('output') : '';
  return output !== '' && output !== 'name';
}
