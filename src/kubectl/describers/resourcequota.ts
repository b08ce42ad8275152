/** describeQuota. */
import type { ResourceQuota } from 'kubernetes-types/core/v1';
import type { Describer } from './describer.ts';

const HELP: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

export const describeResourceQuota: Describer = (object, page) => {
  const { metadata, spec, status } = object as unknown as ResourceQuota;
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  const scopes = (spec?.scopes ?? []).toSorted();
  if (scopes.length > 0) page.field('Scopes', scopes.join(', '));
  for (const scope of scopes) if (HELP[scope]) page.line(0, ` * ${HELP[scope]}`);
  page.line(0, 'Resource\tUsed\tHard');
  page.line(0, '--------\t----\t----');
  const hard = status?.hard ?? {};
  for (const name of Object.keys(hard).toSorted())
    page.line(0, `${name}\t${status?.used?.[name] ?? '0'}\t${hard[name]}`);
  return Promise.resolve();
};
