/** LimitRanger (plugin/pkg/admission/limitranger/admission.go): defaults and bounds of a namespace's LimitRanges. */
import type { Container, PersistentVolumeClaim, Pod, PodSpec } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../../api/object.ts';
import { type Amounts, readAmounts } from '../../../api/quota/amounts.ts';
import { podLimits, podRequests } from '../../../api/quota/pod-amounts.ts';
import { type Quantity, formatQuantity } from '../../../api/quantity.ts';
import { aggregate, forbidden } from '../../../api/status-errors.ts';
import { type Core, tableOf } from '../core.ts';
import type { LimitRangeItem } from '../registry/core/limit-range.ts';
import type { AdmissionPlugin, Attributes } from './plugin.ts';

const TABLE = 'limitranges';
const ANNOTATION = 'kubernetes.io/limit-ranger';

/** The limits of the request's namespace, by LimitRange; none when the request is none of LimitRanger's business. */
function limitsFor(request: Attributes, core: Core): LimitRangeItem[][] {
  const { operation, subresource, namespace, object, old } = request;
  if (!object || namespace === undefined || core.store.count(TABLE, namespace) === 0) return [];
  const table = tableOf(request.strategy);
  const pods = table === 'pods' && (subresource === 'resize' || (operation === 'CREATE' && !subresource));
  const claims = table === 'persistentvolumeclaims' && !subresource;
  if (!pods && !claims) return [];
  if (operation === 'UPDATE' && old?.metadata?.deletionTimestamp) return [];
  return core.store
    .list(TABLE, { namespace })
    .map((range) => (range['spec'] as { limits?: LimitRangeItem[] } | undefined)?.limits ?? []);
}

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  admit(request, core) {
    const ranges = limitsFor(request, core);
    if (ranges.length === 0 || tableOf(request.strategy) !== 'pods') return;
    for (const limits of ranges) setDefaults(request.object!, limits);
  },
  validate(request, core) {
    for (const limits of limitsFor(request, core)) {
      const object = request.object!;
      const claim = tableOf(request.strategy) !== 'pods';
      const errors = claim
        ? claimErrors(object as unknown as PersistentVolumeClaim, limits)
        : podErrors(object, limits);
      if (errors.length > 0)
        throw forbidden(request.strategy.info, object.metadata?.name || request.name, aggregate(errors));
    }
  },
};

function setDefaults(object: KubeObject, limits: readonly LimitRangeItem[]): void {
  const { spec } = object as unknown as Pod;
  if (!spec) return;
  const items = limits.filter(({ type }) => type === 'Container');
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Record<string, string>;
  const maxima = Object.assign({}, ...items.map((item) => item.default)) as Record<string, string>;
  const said: string[] = [];
  const merge = (container: Container, word: string): Container => {
    const resources = container.resources ?? {};
    const set = (list: 'requests' | 'limits', given: Record<string, string>): void => {
      const missing = Object.keys(given).filter((name) => resources[list]?.[name] === undefined);
      if (missing.length === 0) return;
      added[list] = { ...Object.fromEntries(missing.map((name) => [name, given[name]!])), ...resources[list] };
      said.push(
        `${missing.toSorted().join(', ')} ${list === 'limits' ? 'limit' : 'request'} for ${word} ${container.name}`,
      );
    };
    const added: { requests?: Record<string, string>; limits?: Record<string, string> } = {};
    set('requests', requests);
    set('limits', maxima);
    return added.requests || added.limits ? { ...container, resources: { ...resources, ...added } } : container;
  };
  if (spec.containers) spec.containers = spec.containers.map((container) => merge(container, 'container'));
  if (spec.initContainers)
    spec.initContainers = spec.initContainers.map((container) => merge(container, 'init container'));
  if (said.length === 0) return;
  const annotations = { ...object.metadata?.annotations, [ANNOTATION]: `LimitRanger plugin set: ${said.join('; ')}` };
  object.metadata = { ...object.metadata, annotations };
}

interface Observed {
  type: string;
  requests: Amounts;
  limits: Amounts;
}

const NO_REQUEST = '  No request is specified';

function tooLittle(name: string, least: Quantity, { type, requests, limits }: Observed): string | undefined {
  const head = `minimum ${name} usage per ${type} is ${formatQuantity(least)}`;
  const [request, limit] = [requests[name], limits[name]];
  if (!request) return `${head}.${NO_REQUEST}`;
  if (request.nano < least.nano) return `${head}, but request is ${formatQuantity(request)}`;
  return limit && limit.nano < least.nano ? `${head}, but limit is ${formatQuantity(limit)}` : undefined;
}

function tooMuch(name: string, most: Quantity, { type, requests, limits }: Observed): string | undefined {
  const head = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
  const [request, limit] = [requests[name], limits[name]];
  if (!limit) return `${head}.  No limit is specified`;
  if (limit.nano > most.nano) return `${head}, but limit is ${formatQuantity(limit)}`;
  return request && request.nano > most.nano ? `${head}, but request is ${formatQuantity(request)}` : undefined;
}

function tooWide(name: string, ratio: Quantity, { type, requests, limits }: Observed): string | undefined {
  const head = `${name} max limit to request ratio per ${type} is ${formatQuantity(ratio)}`;
  const [request, limit] = [requests[name], limits[name]];
  if (!request?.nano) return `${head}, but no request is specified or request is 0`;
  if (!limit?.nano) return `${head}, but no limit is specified or limit is 0`;
  const found = Number(limit.nano) / Number(request.nano);
  return found > Number(ratio.nano) / 1e9 ? `${head}, but provided ratio is ${found.toFixed(6)}` : undefined;
}

type Check = (name: string, bound: Quantity, observed: Observed) => string | undefined;

function broken(bounds: Record<string, string> | undefined, check: Check, observed: Observed): string[] {
  const amounts = readAmounts(bounds);
  return Object.keys(amounts)
    .toSorted()
    .flatMap((name) => check(name, amounts[name]!, observed) ?? []);
}

function itemErrors(item: LimitRangeItem, observed: Observed): string[] {
  return [
    ...broken(item.min, tooLittle, observed),
    ...broken(item.max, tooMuch, observed),
    ...broken(item.maxLimitRequestRatio, tooWide, observed),
  ];
}

function podErrors(object: KubeObject, limits: readonly LimitRangeItem[]): string[] {
  const spec: PodSpec = (object as unknown as Pod).spec ?? { containers: [] };
  return limits.flatMap((item) => {
    const { type } = item;
    if (type === 'Pod') return itemErrors(item, { type, requests: podRequests(spec), limits: podLimits(spec) });
    if (type !== 'Container') return [];
    return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
      itemErrors(item, { type, requests: readAmounts(resources?.requests), limits: readAmounts(resources?.limits) }),
    );
  });
}

function claimErrors(claim: PersistentVolumeClaim, limits: readonly LimitRangeItem[]): string[] {
  const type = 'PersistentVolumeClaim';
  const requests = readAmounts(claim.spec?.resources?.requests);
  return limits
    .filter((item) => item.type === type)
    .flatMap((item) => [
      ...broken(item.min, tooLittle, { type, requests, limits: {} }),
      ...broken(item.max, tooMuchAsked, { type, requests, limits: {} }),
    ]);
}

/** Of claims the request is what counts. */
function tooMuchAsked(name: string, most: Quantity, { type, requests }: Observed): string | undefined {
  const head = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
  const request = requests[name];
  if (!request) return `${head}.${NO_REQUEST}`;
  return request.nano > most.nano ? `${head}, but request is ${formatQuantity(request)}` : undefined;
}
