/** Nodes (pkg/registry/core/node/strategy.go; printers.go printNode). */
import { dequal } from 'dequal';
import type { Node, NodeSpec, Taint } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
  struct,
} from '../../../../api/field-errors.ts';
import { isLabelValue, isQualifiedName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { canonicalQuantity } from '../../../../api/quantity.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function statusText(node: Node): string {
  const ready = node.status?.conditions?.find((c) => c.type === 'Ready');
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (node.spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

function roles(node: Node): string {
  const found = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata?.labels ?? {})) {
    if (key.startsWith('node-role.kubernetes.io/')) found.add(key.slice('node-role.kubernetes.io/'.length));
    else if (key === 'kubernetes.io/role' && value) found.add(value);
  }
  found.delete('');
  return [...found].toSorted().join(',') || '<none>';
}

function address(node: Node, type: string): string {
  return node.status?.addresses?.find((a) => a.type === type)?.address || '<none>';
}

function notUnique(field: string, { key, value = '', effect, timeAdded }: Taint): FieldError {
  const shown = struct({ Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null });
  const error = duplicate(field, shown);
  return { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
}

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, taint] of ((object as unknown as Node).spec?.taints ?? []).entries()) {
    // Upstream looks for taints in the metadata.
    const field = `metadata.taints[${i}]`;
    for (const message of isQualifiedName(taint.key ?? ''))
      errors.push(invalid(`${field}.key`, taint.key ?? '', message));
    for (const message of isLabelValue(taint.value ?? '')) errors.push(invalid(`${field}.value`, taint.value, message));
    if (!taint.effect) errors.push(required(`${field}.effect`, ''));
    else if (!EFFECTS.includes(taint.effect)) errors.push(notSupported(`${field}.effect`, taint.effect, EFFECTS));
    const id = `${taint.key}:${taint.effect}`;
    if (seen.has(id)) errors.push(notUnique(field, taint));
    seen.add(id);
  }
  return errors;
}

/** What is set once stays (ValidateNodeUpdate). */
function validateFixed(object: KubeObject, old: KubeObject): FieldError[] {
  const [now, was] = [object, old].map((one) => (one as unknown as Node).spec ?? {}) as [NodeSpec, NodeSpec];
  const errors: FieldError[] = [];
  if (was.podCIDRs?.length && !dequal(was.podCIDRs, now.podCIDRs))
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  if (was.providerID && was.providerID !== now.providerID)
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  return errors;
}

export const nodeStrategy: Strategy = {
  info: info('v1', 'Node', 'nodes', { namespaced: false, shortNames: ['no'], subresources: ['proxy', 'status'] }),
  applyDefaults(object) {
    const status = (object as unknown as Node).status;
    if (!status || Object.isFrozen(status)) return;
    if (!status.allocatable && status.capacity) status.allocatable = { ...status.capacity };
    for (const list of [status.capacity, status.allocatable]) {
      if (!list || Object.isFrozen(list)) continue;
      for (const name of Object.keys(list)) list[name] = canonicalQuantity(list[name]!);
    }
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  validate,
  validateUpdate: (object, old) => [...validate(object), ...validateFixed(object, old)],
  columns: columns(
    'Name',
    'Status',
    'Roles',
    'Age',
    'Version',
    'Internal-IP*',
    'External-IP*',
    'OS-Image*',
    'Kernel-Version*',
    'Container-Runtime*',
  ),
  cells(object, now) {
    const node = object as unknown as Node;
    const about = node.status?.nodeInfo;
    return [
      nameOf(object),
      statusText(node),
      roles(node),
      ageOf(object, now),
      about?.kubeletVersion ?? '',
      address(node, 'InternalIP'),
      address(node, 'ExternalIP'),
      about?.osImage || '<unknown>',
      about?.kernelVersion || '<unknown>',
      about?.containerRuntimeVersion || '<unknown>',
    ];
  },
  selectableFields: (object) => ({
    'spec.unschedulable': String((object as unknown as Node).spec?.unschedulable ?? false),
  }),
};
