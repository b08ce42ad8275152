/** Cards of the objects around Pods: badge, name, and the one line that matters for the kind. */
import { useWords } from '../i18n/language.ts';
import { KindBadge } from '../marks/kind-badge.tsx';
import { asDeployment, asIngress, asNode, asService, templateImage } from './cluster-index.ts';
import type { CardItem } from './model.ts';
import { rolloutNumbers } from './rollout.ts';
import { shorten } from './names.ts';
import { parseImage } from './versions.ts';

export function Card({ card }: { card: CardItem }) {
  const kind = card.ref.kind;
  const type = kind === 'Service' ? ` · ${asService(card.object).spec?.type ?? 'ClusterIP'}` : '';
  const image = kind === 'Deployment' ? templateImage(card.object) : undefined;
  return (
    <div className="tp-card" data-kind={kind}>
      <KindBadge kind={kind} size={24} />
      <div className="tp-card-text">
        <span className="tp-card-kind">
          {kind}
          {type}
        </span>
        <span className="tp-card-name">
          <b title={card.ref.name}>{shorten(card.ref.name, 24)}</b>
          {image && <span className={`tp-tag tp-hue-${card.hue ?? 0}`}>{parseImage(image).tag}</span>}
        </span>
        <Lines card={card} />
      </div>
    </div>
  );
}

function Lines({ card }: { card: CardItem }) {
  const words = useWords();
  switch (card.ref.kind) {
    case 'Deployment':
      return <Meter card={card} />;
    case 'Service': {
      const { ports, selector } = asService(card.object).spec ?? {};
      const port = ports?.[0];
      const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
      return (
        <>
          <span className="tp-card-line">
            {port ? `${port.port} → ${port.targetPort ?? port.port}` : ''}
            {port?.nodePort ? ` · :${port.nodePort}` : ''} ·{' '}
            {labels.length > 0 ? labels.join(',') : words.graph.noSelector}
          </span>
          <span className="tp-card-line" data-warning={card.count === 0 || undefined}>
            {words.graph.endpoints(card.count ?? 0)}
          </span>
        </>
      );
    }
    case 'Ingress': {
      const rules = asIngress(card.object).spec?.rules ?? [];
      const lines = rules.flatMap((rule) =>
        (rule.http?.paths ?? []).map((path) => `${rule.host ?? '*'}${path.path ?? '/'}`),
      );
      return (
        <span className="tp-card-line">
          {lines[0] ? `${lines[0]}${lines.length > 1 ? ` +${lines.length - 1}` : ''}` : '*'}
        </span>
      );
    }
    case 'Node': {
      const status = asNode(card.object).status;
      return <span className="tp-card-line">kubelet {status?.nodeInfo?.kubeletVersion ?? ''}</span>;
    }
    default:
      return null;
  }
}

/** Ready and starting Pods on a scale that ends at what maxSurge allows; the first mark is what must stay ready. */
function Meter({ card }: { card: CardItem }) {
  const words = useWords();
  const numbers = rolloutNumbers(asDeployment(card.object));
  const part = (count: number): string => `${(100 * count) / Math.max(1, numbers.most)}%`;
  const said = [
    words.graph.wanted(numbers.desired),
    words.graph.ready(numbers.ready),
    ...(numbers.starting > 0 ? [words.graph.starting(numbers.starting)] : []),
  ];
  return (
    <>
      <span className="tp-meter" role="img" aria-label={said.join(', ')}>
        <i style={{ width: part(Math.min(numbers.ready, numbers.most)) }} />
        <b
          style={{
            left: part(numbers.ready),
            width: part(Math.max(0, Math.min(numbers.starting, numbers.most - numbers.ready))),
          }}
        />
        {numbers.least > 0 && <u style={{ left: part(numbers.least) }} title={`${numbers.desired} − maxUnavailable`} />}
        {numbers.most > numbers.desired && (
          <u style={{ left: part(numbers.most) }} title={`${numbers.desired} + maxSurge`} />
        )}
      </span>
      <span className="tp-card-line">
        {said.join(' · ')}
        {asDeployment(card.object).spec?.paused && ` · ${words.graph.paused}`}
      </span>
    </>
  );
}
