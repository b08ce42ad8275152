/** describePod. */
import type { Pod, ResourceRequirements } from 'kubernetes-types/core/v1';
import { describeContainers, describeResources, describeSeccomp } from './containers.ts';
import { type Describer, describeEvents } from './describer.ts';
import { controllerOf, type Page, rfc1123 } from './page.ts';
import { describeSpread, tolerationTexts } from './pod-template.ts';
import { describeVolumes } from './volumes.ts';

export const describePod: Describer = async (object, page, context) => {
  const pod = object as unknown as Pod;
  const { spec, status = {} } = pod;
  heading(pod, page);
  page.field('IP', status.podIP ?? '');
  const ips = (status.podIPs ?? []) as { ip?: string }[];
  page.line(0, ips.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const { ip } of ips) page.field('IP', ip, 1);
  if (controllerOf(object) !== '') page.field('Controlled By', controllerOf(object));
  if (status.nominatedNodeName) page.field('NominatedNodeName', status.nominatedNodeName);
  const atPodLevel = (spec as { resources?: ResourceRequirements } | undefined)?.resources;
  if (atPodLevel) {
    page.line(0, 'Resources:');
    describeResources(page, atPodLevel, 1);
  }
  const inits = spec?.initContainers ?? [];
  if (inits.length > 0) {
    describeContainers(page, {
      title: 'Init Containers',
      containers: inits,
      statuses: status.initContainerStatuses ?? [],
      pod,
      space: '',
    });
  }
  describeContainers(page, {
    title: 'Containers',
    containers: spec?.containers ?? [],
    statuses: status.containerStatuses ?? [],
    pod,
    space: '',
  });
  if (spec?.ephemeralContainers?.length) {
    describeContainers(page, {
      title: 'Ephemeral Containers',
      containers: spec.ephemeralContainers,
      statuses: status.ephemeralContainerStatuses ?? [],
      pod,
      space: '',
    });
  }
  conditions(pod, page);
  describeVolumes(page, spec?.volumes ?? [], '');
  page.field('QoS Class', status.qosClass ?? '');
  page.labels('Node-Selectors', spec?.nodeSelector);
  page.list('Tolerations', tolerationTexts(spec?.tolerations));
  if (spec) describeSpread(page, spec, '');
  await describeEvents(object, page, context);
};

function heading({ metadata, spec, status = {} }: Pod, page: Page): void {
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  if (spec?.priority !== undefined) page.field('Priority', spec.priority);
  if (spec?.priorityClassName) page.field('Priority Class Name', spec.priorityClassName);
  if (spec?.runtimeClassName) page.field('Runtime Class Name', spec.runtimeClassName);
  if (spec?.serviceAccountName) page.field('Service Account', spec.serviceAccountName);
  page.field('Node', spec?.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>');
  if (status.startTime) page.field('Start Time', rfc1123(status.startTime));
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  if (metadata?.deletionTimestamp && status.phase !== 'Failed' && status.phase !== 'Succeeded') {
    page.field('Status', `Terminating (lasts ${page.age(metadata.deletionTimestamp)})`);
    page.field('Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else page.field('Status', status.phase);
  if (status.reason) page.field('Reason', status.reason);
  if (status.message) page.field('Message', status.message);
  describeSeccomp(page, spec?.securityContext?.seccompProfile, 0);
}

function conditions({ spec, status }: Pod, page: Page): void {
  const list = status?.conditions ?? [];
  if (spec?.readinessGates?.length) {
    page.line(0, 'Readiness Gates:');
    page.line(1, 'Type\tStatus');
    for (const gate of spec.readinessGates) {
      page.line(
        1,
        `${gate.conditionType} \t${list.find((one) => one.type === gate.conditionType)?.status ?? '<none>'} `,
      );
    }
  }
  if (list.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus');
  for (const one of list) page.line(1, `${one.type} \t${one.status} `);
}
