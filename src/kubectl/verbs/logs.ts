/** `kubectl logs` (kubectl/pkg/cmd/logs/logs.go). */
import { parseDuration } from '../../api/duration.ts';
import { completeNamed, completeResources } from '../complete-resources.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import { selectorFlag } from '../flag-sets.ts';
import { copyLog, type LogOptions, prefixLines } from '../run/log-stream.ts';
import { logSources, type LogSource } from '../run/log-sources.ts';
import type { Verb, VerbContext } from '../verb.ts';

const USAGE =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

export const logs: Verb = {
  name: 'logs',
  usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  short: 'Print the logs for a container in a pod',
  long: 'Print the logs for a container in a pod or specified resource. If the pod has only one container, the container name is optional.',
  examples: `# Return snapshot logs from pod nginx with only one container
kubectl logs nginx

# Return snapshot logs from pod nginx with multi containers
kubectl logs nginx --all-containers=true

# Begin streaming the logs of the ruby container in pod web-1
kubectl logs -f -c ruby web-1

# Display only the most recent 20 lines of output in pod nginx
kubectl logs --tail=20 nginx

# Show all logs from pod nginx written in the last hour
kubectl logs --since=1h nginx

# Return snapshot logs from container nginx-1 of a deployment named nginx
kubectl logs deployment/nginx -c nginx-1`,
  flags: [
    selectorFlag,
    { name: 'follow', short: 'f', type: 'bool', default: false, usage: 'Specify if the logs should be streamed.' },
    {
      name: 'previous',
      short: 'p',
      type: 'bool',
      default: false,
      usage: 'If true, print the logs for the previous instance of the container in a pod if it exists.',
    },
    { name: 'container', short: 'c', type: 'string', default: '', usage: 'Print the logs of this container' },
    { name: 'all-containers', type: 'bool', default: false, usage: "Get all containers' logs in the pod(s)." },
    { name: 'all-pods', type: 'bool', default: false, usage: 'Get logs from all pod(s). Sets prefix to true.' },
    {
      name: 'tail',
      type: 'int',
      default: -1,
      usage:
        'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.',
    },
    {
      name: 'since',
      type: 'duration',
      default: '0s',
      usage:
        'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs. Only one of since-time / since may be used.',
    },
    {
      name: 'since-time',
      type: 'string',
      default: '',
      usage:
        'Only return logs after a specific date (RFC3339). Defaults to all logs. Only one of since-time / since may be used.',
    },
    { name: 'timestamps', type: 'bool', default: false, usage: 'Include timestamps on each line in the log output' },
    { name: 'limit-bytes', type: 'int', default: 0, usage: 'Maximum bytes of logs to return. Defaults to no limit.' },
    {
      name: 'prefix',
      type: 'bool',
      default: false,
      usage: 'Prefix each log line with the log source (pod name and container name)',
    },
    {
      name: 'ignore-errors',
      type: 'bool',
      default: false,
      usage: 'If watching / following pod logs, allow for any errors that occur to be non-fatal',
    },
    {
      name: 'max-log-requests',
      type: 'int',
      default: 5,
      usage: 'Specify maximum number of concurrent logs to follow when using by a selector. Defaults to 5.',
    },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: '20s',
      usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    },
  ],
  validate: check,
  complete: (context, words, current) =>
    current.includes('/') ? completeResources(context, words, current) : completeNamed('pods')(context, words, current),
  run: printLogs,
};

function check({ args, flags, command }: VerbContext): void {
  const selector = flags.string('selector');
  if (args.length === 0 && selector === '') throw usageErrorf(command, USAGE);
  if (args.length > 2 || (args.length === 2 && selector !== '')) throw usageErrorf(command, USAGE);
  if (args.length === 1 && selector !== '') throw usageErrorf(command, 'only a selector (-l) or a POD name is allowed');
  if (args.length === 2 && flags.string('container') !== '') {
    throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  }
  if (flags.changed('tail') && flags.int('tail') < -1)
    throw new CommandError('--tail must be greater than or equal to -1');
  if (flags.changed('since') && parseDuration(flags.string('since')) <= 0) {
    throw new CommandError('--since must be greater than 0');
  }
}

function logOptions({ flags }: VerbContext): LogOptions {
  const tail = flags.changed('tail')
    ? flags.int('tail')
    : flags.string('selector') !== '' && !flags.bool('all-containers')
      ? 10
      : -1;
  const since = parseDuration(flags.string('since'));
  const limit = flags.int('limit-bytes');
  return {
    follow: flags.bool('follow'),
    previous: flags.bool('previous'),
    timestamps: flags.bool('timestamps'),
    ...(tail >= 0 ? { tailLines: tail } : {}),
    ...(since > 0 ? { sinceSeconds: Math.ceil(since / 1000) } : {}),
    ...(flags.string('since-time') === '' ? {} : { sinceTime: flags.string('since-time') }),
    ...(limit > 0 ? { limitBytes: limit } : {}),
  };
}

/** Flags that exclude one another, looked at once the Pods are there. */
function checkTogether({ flags }: VerbContext): void {
  if (flags.changed('since') && flags.changed('since-time'))
    throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (flags.bool('all-containers') && flags.string('container') !== '')
    throw new CommandError(
      `--all-containers=true should not be specified with container name ${flags.string('container')}`,
    );
}

async function printLogs(context: VerbContext): Promise<void> {
  const { flags } = context;
  const options = logOptions(context);
  const sources = await logSources(context);
  checkTogether(context);
  if (options.follow && sources.length > 1) {
    const max = flags.int('max-log-requests');
    if (sources.length > max) {
      throw new CommandError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${max}, use --max-log-requests to increase the limit`,
      );
    }
    await Promise.all(sources.map((source) => printSource(context, source, options)));
    return;
  }
  for (const source of sources) await printSource(context, source, options);
}

async function printSource(context: VerbContext, source: LogSource, options: LogOptions): Promise<void> {
  const { flags } = context;
  const prefixed = flags.bool('prefix') || flags.bool('all-pods');
  const out = prefixLines(prefixed ? `[pod/${source.pod}/${source.container}] ` : '', (text) => context.print(text));
  const write = prefixed ? out.write : (text: string) => context.print(text);
  try {
    await copyLog(context, source.pod, { ...options, container: source.container }, write);
    if (prefixed) await out.end();
  } catch (error) {
    if (context.io.signal.aborted || !flags.bool('ignore-errors')) throw error;
    await context.print(`error: ${(error as Error).message}\n`);
  }
}
