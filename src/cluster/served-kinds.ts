/** The kinds as this cluster serves them: the registry's strategies, fitted to what the verbs rely on. */
import { strategies } from './apiserver/registry/index.ts';
import type { Strategy } from './apiserver/registry/strategy.ts';

export const servedKinds: readonly Strategy[] = strategies.map((strategy) => {
  const { prepareForCreate } = strategy;
  const fitted: Strategy = { ...strategy };
  if (prepareForCreate) {
    // The verbs hold on to the draft's metadata while it is prepared: what a strategy replaces is put back in place.
    fitted.prepareForCreate = (object, context) => {
      const metadata = object.metadata;
      prepareForCreate.call(strategy, object, context);
      if (metadata && object.metadata !== metadata) object.metadata = Object.assign(metadata, object.metadata);
    };
  }
  if (strategy.info.kind === 'Deployment' && !strategy.prepareForStatusUpdate) {
    // The revision is an annotation that the controller writes along with status (deploymentStatusStrategy).
    fitted.prepareForStatusUpdate = (object, old) => {
      object['spec'] = old['spec'];
      const labels = old.metadata?.labels;
      object.metadata = { ...object.metadata, ...(labels ? { labels } : {}) };
      if (!labels) delete object.metadata.labels;
    };
  }
  return fitted;
});
