/** `kubectl set serviceaccount|selector` (kubectl/pkg/cmd/set/set_serviceaccount.go, set_selector.go). */
import { parseSelector } from '../../api/labels.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { CommandError } from '../errors.ts';
import type { KubeObject } from '../../api/object.ts';
import { asTyped } from '../local-objects.ts';
import { filenamesOf, retrieveAll } from '../resources.ts';
import type { Verb } from '../verb.ts';
import { changePodSpecs, setFlags } from './pod-spec.ts';

const manager = {
  name: 'field-manager',
  type: 'string',
  default: 'kubectl-set',
  usage: 'Name of the manager used to track field ownership.',
} as const;

export const setServiceAccount: Verb = {
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  short: 'Update the service account of a resource',
  long: 'Update the service account of pod template resources.',
  flags: [...setFlags, manager],
  async run(context) {
    if (context.args.length === 0) throw new CommandError('serviceaccount is required');
    const name = context.args.at(-1) ?? '';
    await changePodSpecs(context, {
      resources: context.args.slice(0, -1),
      operation: 'serviceaccount updated',
      manager: context.flags.string('field-manager'),
      failure: 'failed to patch ServiceAccountName',
      change: (spec) => (spec.serviceAccountName === name ? {} : { serviceAccountName: name }),
    });
  },
};

export const setSelector: Verb = {
  name: 'selector',
  usage: 'selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  long: "Set the selector on a resource. Note that the new selector will overwrite the old selector if the resource had one prior to the invocation of 'set selector'.",
  flags: [...setFlags, manager],
  async run(context) {
    const printer = await resultPrinter(context, 'selector updated');
    const expression = context.args.at(-1);
    if (expression === undefined) throw new CommandError('one selector is required');
    const { requirements } = parseSelector(expression);
    const selector = Object.fromEntries(requirements.map((one) => [one.key, one.values[0] ?? '']));
    const infos = await retrieveAll(context, {
      args: context.args.slice(0, -1),
      files: filenamesOf(context),
      labelSelector: context.flags.string('selector'),
      all: context.flags.bool('all'),
    });
    const dryRun = await dryRunStrategy(context);
    for (const info of infos) {
      if (info.object.kind !== 'Service') {
        throw new CommandError('setting a selector is only supported for Services');
      }
      const patch = [{ op: 'add', path: '/spec/selector', value: selector }];
      const type = 'application/json-patch+json';
      await printer(
        dryRun === 'client' || context.flags.bool('local')
          ? withSelector(info.object, selector, context.flags.bool('local'))
          : await context.client.patch(info.resource, info.name, info.namespace, type, patch, {
              dryRun: dryRun === 'server',
            }),
      );
    }
  },
};

/** A Service as its type prints it: a port has a target, be it 0. */
function withSelector(service: KubeObject, selector: Record<string, string>, typed: boolean): KubeObject {
  const spec = { ...(service['spec'] as { ports?: object[] } | undefined), selector };
  if (!typed) return { ...service, spec };
  const ports = spec.ports?.map((port) => ({ targetPort: 0, ...port }));
  return asTyped({ ...service, spec: { ...spec, ...(ports ? { ports } : {}) } }, []);
}
