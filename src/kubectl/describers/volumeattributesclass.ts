/** describeVolumeAttributesClass. */
import { formatLabels } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';

interface VolumeAttributesClass {
  driverName?: string;
  parameters?: Record<string, string>;
}

export const describeVolumeAttributesClass: Describer = async (object, page, context) => {
  const { driverName, parameters } = object as VolumeAttributesClass;
  page.field('Name', object.metadata?.name);
  page.field('Annotations', formatLabels(object.metadata?.annotations));
  page.field('DriverName', driverName);
  page.field('Parameters', formatLabels(parameters));
  await describeEvents(object, page, context);
};
