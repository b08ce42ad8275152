/** describeRole and describeRoleBinding, with their cluster-wide twins. */
import type { PolicyRule } from '../../api/policy-rules.ts';
import type { KubeObject } from '../../api/object.ts';
import { policyRows } from '../policy-rows.ts';
import type { Describer } from './describer.ts';
import type { Page } from './page.ts';

function header(object: KubeObject, page: Page): void {
  page.field('Name', object.metadata?.name);
  page.labels('Labels', object.metadata?.labels);
  page.annotations('Annotations', object.metadata?.annotations);
}

export const describeRole: Describer = (object, page) => {
  header(object, page);
  page.line(0, 'PolicyRule:');
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  page.line(1, '---------\t-----------------\t--------------\t-----');
  for (const row of policyRows((object['rules'] as PolicyRule[] | null) ?? [])) page.line(1, row.join('\t'));
  return Promise.resolve();
};

interface Binding {
  roleRef?: { kind?: string; name?: string };
  subjects?: { kind?: string; name?: string; namespace?: string }[];
}

export const describeBinding: Describer = (object, page) => {
  const { roleRef, subjects = [] } = object as Binding;
  header(object, page);
  page.line(0, 'Role:');
  page.field('Kind', roleRef?.kind, 1);
  page.field('Name', roleRef?.name, 1);
  page.line(0, 'Subjects:');
  page.line(1, 'Kind\tName\tNamespace');
  page.line(1, '----\t----\t---------');
  for (const { kind = '', name = '', namespace = '' } of subjects) page.line(1, `${kind}\t${name}\t${namespace}`);
  return Promise.resolve();
};
