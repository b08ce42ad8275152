/** kubectl events (kubectl/pkg/cmd/events/events.go). */
import type { Event } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { age } from '../../api/duration.ts';
import { interval } from '../describers/describer.ts';
import { CommandError } from '../errors.ts';
import { allNamespacesFlag, chunkSizeFlag, printFlags } from '../flag-sets.ts';
import { objectPrinter, outputFormat } from '../printers/object-printer.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import type { Verb, VerbContext } from '../verb.ts';

const EVENTS = { group: '', version: 'v1', resource: 'events' };

export const events: Verb = {
  name: 'events',
  usage:
    'events [(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  short: 'List events',
  long: 'Display events.\n\n Prints a table of the most important information about events. You can request events for a namespace, for all namespace, or filtered to only those pertaining to a specified resource.',
  examples: `
# List recent events in the default namespace
kubectl events

# List recent events in all namespaces
kubectl events --all-namespaces

# List recent events for the specified pod, then wait for more events and list them as they arrive
kubectl events --for pod/web-pod-13je7 --watch

# List only events of type 'Warning' or 'Normal'
kubectl events --types=Warning,Normal`,
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    {
      name: 'for',
      type: 'string',
      default: '',
      usage: 'Filter events to only those pertaining to the specified resource.',
    },
    {
      name: 'no-headers',
      type: 'bool',
      default: false,
      usage: "When using the default output format, don't print headers.",
    },
    { name: 'types', type: 'strings', default: [], usage: 'Output only events of given types.' },
    {
      name: 'watch',
      short: 'w',
      type: 'bool',
      default: false,
      usage: 'After listing the requested events, watch for more events.',
    },
    ...printFlags,
  ],
  validate({ flags }) {
    if (flags.strings('types').some((type) => !['normal', 'warning'].includes(type.toLowerCase()))) {
      throw new CommandError('valid --types are Normal or Warning');
    }
  },
  run,
};

async function run(context: VerbContext): Promise<void> {
  const { flags, io } = context;
  const everywhere = flags.bool('all-namespaces');
  const types = flags.strings('types').map((type) => type.toLowerCase());
  const fieldSelector = await selector(context);
  const options = {
    ...(everywhere ? {} : { namespace: context.namespace }),
    ...(fieldSelector ? { fieldSelector } : {}),
  };
  const list = await context.client.list<Event>(EVENTS, { ...options, limit: flags.int('chunk-size') });
  const wanted = (event: Event): boolean => types.length === 0 || types.includes((event.type ?? '').toLowerCase());
  const items = list.items.filter(wanted).toSorted((a, b) => lastSeen(a) - lastSeen(b));
  const text = printer(context, everywhere);
  if (items.length === 0 && !flags.bool('watch')) {
    return context.complain(everywhere ? 'No events found.\n' : `No events found in ${context.namespace} namespace.\n`);
  }
  if (items.length > 0) await context.print(text(items));
  if (!flags.bool('watch')) return;
  for await (const event of context.client.watch<Event>(EVENTS, {
    ...options,
    resourceVersion: list.metadata.resourceVersion ?? '',
    signal: io.signal,
  })) {
    if (event.type !== 'DELETED' && event.type !== 'BOOKMARK' && wanted(event.object))
      await context.print(text([event.object]));
  }
}

async function selector(context: VerbContext): Promise<string> {
  const given = context.flags.string('for');
  if (given === '') return '';
  const [type, name, ...more] = given.split('/');
  if (!type || !name || more.length > 0) throw new CommandError('--for must be in resource/name form');
  const info = (await context.mapper()).find(type);
  if (!info)
    throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(type)}`, { verbatim: true });
  const apiVersion = info.group === '' ? info.version : `${info.group}/${info.version}`;
  return `involvedObject.apiVersion=${apiVersion},involvedObject.kind=${info.kind},involvedObject.name=${name}`;
}

function lastSeen(event: Event): number {
  return Date.parse(
    event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp ?? '',
  );
}

function printer(context: VerbContext, everywhere: boolean): (items: readonly Event[]) => string {
  const { flags, io } = context;
  // Events out of a typed list carry no kind, and so no name for the name printer to print.
  if (outputFormat(flags).name === 'name') return () => '';
  if (outputFormat(flags).name !== '') {
    const print = objectPrinter(flags, io);
    return (items) =>
      print({
        apiVersion: 'v1',
        kind: 'List',
        items: items.map((item) => ({ ...item, apiVersion: 'v1', kind: 'Event' })),
        metadata: {},
      } as unknown as KubeObject);
  }
  const clock = { age: (timestamp: string | undefined | null) => age(timestamp, io.clock.now()) };
  let headers = !flags.bool('no-headers');
  const widths: number[] = [];
  return (items) => {
    const rows = items.map((event) => [
      ...(everywhere ? [event.metadata.namespace ?? ''] : []),
      interval(event, clock),
      event.type ?? '',
      event.reason ?? '',
      `${event.involvedObject.kind}/${event.involvedObject.name}`,
      (event.message ?? '').trim(),
    ]);
    if (headers)
      rows.unshift([...(everywhere ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
    headers = false;
    return alignTabs(rows.map((row) => `${row.join('\t')}\n`).join(''), TABLE, widths);
  };
}
