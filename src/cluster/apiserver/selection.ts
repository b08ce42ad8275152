/** Label and field selectors of a list or watch, turned into an index to read and a test to pass. */
import { type FieldSelector, parseFieldSelector } from '../../api/fields.ts';
import { type Selector, matchesLabels, parseSelector } from '../../api/labels.ts';
import type { KubeObject } from '../../api/object.ts';
import { badRequest } from '../../api/status-errors.ts';
import type { IndexQuery } from '../store/contract.ts';
import type { Strategy } from './registry/strategy.ts';

export interface Selection {
  by: IndexQuery | undefined;
  /** True when every object matches. */
  all: boolean;
  matches(object: KubeObject): boolean;
}

const EVERYTHING: Selection = { by: undefined, all: true, matches: () => true };

/** Throws BadRequest with upstream's message. */
export function selectionOf(
  strategy: Strategy,
  labelSelector: string | undefined,
  fieldSelector: string | undefined,
): Selection {
  if (!labelSelector && !fieldSelector) return EVERYTHING;
  const labels = labelSelector ? parsed(() => parseSelector(labelSelector)) : undefined;
  const fields = fieldSelector ? parsed(() => parseFieldSelector(fieldSelector)) : undefined;
  if (fields) checkFields(strategy, fields);
  return {
    by: nodeIndex(strategy, fields) ?? labelIndex(labels),
    all: false,
    matches: (object) =>
      (!labels || matchesLabels(labels, object.metadata?.labels)) &&
      (!fields ||
        fields.terms.every(
          (term) => (fieldOf(strategy, object, term.field) === term.value) === (term.operator !== '!='),
        )),
  };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}

function checkFields(strategy: Strategy, selector: FieldSelector): void {
  // A kind's fields do not depend on the object: an empty one shows the names.
  const own = strategy.selectableFields?.({ metadata: {} });
  for (const { field } of selector.terms) {
    if (field === 'metadata.name' || (field === 'metadata.namespace' && strategy.info.namespaced)) continue;
    if (own && Object.hasOwn(own, field)) continue;
    if (own) throw badRequest(`field label not supported: ${field}`);
    const known = strategy.info.namespaced ? '"metadata.name", "metadata.namespace"' : '"metadata.name"';
    throw badRequest(`"${field}" is not a known field selector: only ${known}`);
  }
}

function fieldOf(strategy: Strategy, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return object.metadata?.name ?? '';
  if (field === 'metadata.namespace') return object.metadata?.namespace ?? '';
  return strategy.selectableFields?.(object)[field] ?? '';
}

function nodeIndex(strategy: Strategy, fields: FieldSelector | undefined): IndexQuery | undefined {
  if (strategy.info.kind !== 'Pod') return undefined;
  const term = fields?.terms.find(({ field, operator }) => field === 'spec.nodeName' && operator !== '!=');
  return term && { index: 'node', node: term.value };
}

function labelIndex(selector: Selector | undefined): IndexQuery | undefined {
  const exact = selector?.requirements.filter(
    ({ operator, values }) => values.length === 1 && /^(=|==|in)$/.test(operator),
  );
  // A hash names fewest objects.
  const best = exact?.find(({ key }) => key.endsWith('-hash')) ?? exact?.[0];
  return best && { index: 'label', key: best.key, value: best.values[0]! };
}
