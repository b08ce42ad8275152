/** `get -w`: what there is, then every change as it comes (get.go, watch). */
import type { KubeObject, WatchEvent } from '../../api/object.ts';
import type { Status } from '../../api/status.ts';
import { StatusError } from '../../api/status.ts';
import { readWatchFrames } from '../../client/watch-frames.ts';
import { CommandError } from '../errors.ts';
import { GET_FORMATS, objectPrinter } from '../printers/object-printer.ts';
import { type Table, TablePrinter } from '../printers/table.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import type { Target, Targets } from '../resources.ts';
import type { VerbContext } from '../verb.ts';
import { asTable, fetchObjects, fetchTable, type FetchOptions, TABLE_ACCEPT, targetURL } from './fetch-tables.ts';
import { isForPeople } from './print-objects.ts';
import { tableOptions } from './print-tables.ts';

type Body = Table | KubeObject;
/** Writes one Table or object; `event` is its type where `--output-watch-events` asks for it. */
type Show = (body: Body, event: string) => Promise<void>;

export async function watchTargets(context: VerbContext, found: Targets, options: FetchOptions): Promise<void> {
  if (found.errors.length > 0) throw found.errors[0];
  const [target] = found.targets;
  if (!target || found.targets.length > 1) {
    throw new CommandError(
      'watch is only supported on individual resources and resource collections - more than 1 resource was found',
    );
  }
  const people = isForPeople(context);
  const show = people ? tableShow(context, target) : objectShow(context);
  const first = people ? await fetchTable(context, target, options) : undefined;
  const plain = first ? undefined : await fetchObjects(context, target, options);
  const only = context.flags.bool('watch-only');
  if (!only && first) await show(first, 'ADDED');
  if (!only) for (const object of plain?.objects ?? []) await show(object, 'ADDED');
  const version = first?.metadata?.resourceVersion ?? plain?.resourceVersion ?? '0';
  await follow(context, target, options, version, show);
}

async function follow(
  context: VerbContext,
  target: Target,
  options: FetchOptions,
  resourceVersion: string,
  show: Show,
): Promise<void> {
  const list: Target =
    target.kind === 'list'
      ? target
      : {
          kind: 'list',
          resource: target.resource,
          namespace: target.namespace,
          labelSelector: '',
          fieldSelector: `metadata.name=${target.name}`,
        };
  const url = targetURL(list, options, { resourceVersion, watch: 'true' });
  const accept = isForPeople(context) ? TABLE_ACCEPT : 'application/json';
  const { signal } = context.io;
  const response = await context.client.request(url, { headers: { Accept: accept }, signal });
  for await (const event of readWatchFrames<KubeObject>(response, signal)) {
    if (event.type === 'ERROR') throw new StatusError(event.object as unknown as Status);
    if (event.type !== 'BOOKMARK') await show(event.object, event.type satisfies WatchEvent['type']);
  }
}

function tableShow(context: VerbContext, target: Target): Show {
  const options = tableOptions(context);
  const printer = new TablePrinter(target.resource, {
    ...options,
    withNamespace: options.withNamespace === true && target.resource.namespaced,
  });
  const widths: number[] = [];
  const withEvents = context.flags.bool('output-watch-events');
  return (body, event) =>
    context.print(alignTabs(printer.print(asTable(body), withEvents ? event : undefined), TABLE, widths));
}

function objectShow(context: VerbContext): Show {
  const print = objectPrinter(context.flags, context.io, GET_FORMATS);
  const withEvents = context.flags.bool('output-watch-events');
  return (body, event) => {
    const object = body as KubeObject;
    return context.print(print(withEvents ? { type: event, object } : object));
  };
}
