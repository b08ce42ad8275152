/** describeStorageClass. */
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { formatLabels } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';

const DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export const describeStorageClass: Describer = async (object, page, context) => {
  const {
    metadata,
    provisioner,
    parameters,
    allowVolumeExpansion,
    mountOptions = [],
    ...sc
  } = object as unknown as StorageClass;
  const marked = DEFAULT.some((key) => metadata?.annotations?.[key] === 'true');
  page.field('Name', metadata?.name);
  page.field('IsDefaultClass', marked ? 'Yes' : 'No');
  page.field('Annotations', formatLabels(metadata?.annotations));
  page.field('Provisioner', provisioner);
  page.field('Parameters', formatLabels(parameters));
  page.field(
    'AllowVolumeExpansion',
    allowVolumeExpansion === undefined ? '<unset>' : allowVolumeExpansion ? 'True' : 'False',
  );
  if (mountOptions.length === 0) page.field('MountOptions', '<none>');
  else page.line(0, 'MountOptions:');
  for (const option of mountOptions) page.line(1, option);
  if (sc.reclaimPolicy) page.field('ReclaimPolicy', sc.reclaimPolicy);
  if (sc.volumeBindingMode) page.field('VolumeBindingMode', sc.volumeBindingMode);
  if (sc.allowedTopologies) {
    page.field('AllowedTopologies', '');
    for (const [i, { matchLabelExpressions = [] }] of sc.allowedTopologies.entries()) {
      const lines = matchLabelExpressions.map(({ key, values }) => `${key} in [${values.join(', ')}]`);
      page.line(1, `Term ${i}:\t${lines.length > 0 ? lines.join('\n  \t') : '<none>'}`);
    }
  }
  await describeEvents(object, page, context);
};
