/** A kind's badge: one heptagon, one glyph a kind, our own drawing on a 26-unit grid. */
import { memo, type ReactElement } from 'react';
import './marks.css';

const heptagon = 'M13 1.2l9.3 4.5 2.3 10-6.4 8.1H7.8l-6.4-8.1 2.3-10z';

const glyphs: Record<string, ReactElement> = {
  Deployment: (
    <>
      <path d="M17.6 10.2A5.2 5.2 0 1 0 18.2 14" />
      <path d="M18 7v3.6h-3.6" />
    </>
  ),
  ReplicaSet: (
    <>
      <rect x="8" y="10.4" width="8" height="7" rx="1" />
      <path d="M10.5 10.4V8H18v7h-2" />
    </>
  ),
  Pod: (
    <>
      <path d="M13 7.4l5 2.7v5.6l-5 2.8-5-2.8v-5.6z" />
      <path d="M8.2 10.2l4.8 2.6 4.8-2.6M13 12.8v5.4" />
    </>
  ),
  Service: (
    <>
      <path d="M13 8v3.6M8.5 15v-3.4h9V15M13 11.6V15" />
      <circle cx="8.5" cy="16.4" r="1.2" />
      <circle cx="13" cy="16.4" r="1.2" />
      <circle cx="17.5" cy="16.4" r="1.2" />
    </>
  ),
  Ingress: <path d="M7 13h9M12.5 9.5L16 13l-3.5 3.5M18.6 8v10" />,
  ConfigMap: <path d="M8 9h3M13.5 9H18M8 13h6M16.5 13H18M8 17h2M12.5 17H18M12.2 7.8v2.4M15.2 11.8v2.4M11.2 15.8v2.4" />,
  Secret: (
    <>
      <rect x="8.4" y="12" width="9.2" height="6" rx="1.2" />
      <path d="M10.4 12v-1.8a2.6 2.6 0 0 1 5.2 0V12M13 14.4v1.4" />
    </>
  ),
  Node: (
    <>
      <rect x="7.6" y="8.2" width="10.8" height="4" rx="1" />
      <rect x="7.6" y="14" width="10.8" height="4" rx="1" />
      <path d="M10 10.2h.1M10 16h.1" />
    </>
  ),
  Namespace: <path d="M8 11V8h3M15 8h3v3M18 15v3h-3M11 18H8v-3" strokeDasharray="" />,
  StatefulSet: (
    <>
      <ellipse cx="13" cy="9.4" rx="4.6" ry="1.8" />
      <path d="M8.4 9.4v7c0 1 2 1.8 4.6 1.8s4.6-.8 4.6-1.8v-7M8.4 13c0 1 2 1.8 4.6 1.8s4.6-.8 4.6-1.8" />
    </>
  ),
  DaemonSet: <path d="M8 8h3.4v3.4H8zM14.6 8H18v3.4h-3.4zM8 14.6h3.4V18H8zM14.6 14.6H18V18h-3.4z" />,
  Job: <path d="M8.4 13.4l3.2 3.2 6.2-7" />,
  CronJob: (
    <>
      <circle cx="13" cy="13" r="5.2" />
      <path d="M13 10v3.2l2.2 1.4" />
    </>
  ),
  ReplicationController: (
    <>
      <rect x="8" y="10.4" width="8" height="7" rx="1" />
      <path d="M10.5 10.4V8H18v7h-2M12 12.4v3M10.5 13.9h3" />
    </>
  ),
  HorizontalPodAutoscaler: <path d="M9.6 10L7 13l2.6 3M16.4 10L19 13l-2.6 3M7.4 13h4M14.6 13h4" />,
  PersistentVolumeClaim: (
    <>
      <path d="M8 11v-2.6h10V11M8 15v2.6h10V15" />
      <path d="M10.4 13l1.8 1.8 3.4-3.6" />
    </>
  ),
  PersistentVolume: (
    <>
      <rect x="7.8" y="8.8" width="10.4" height="8.4" rx="1.4" />
      <path d="M7.8 14h10.4M15.6 15.7h.1" />
    </>
  ),
  ServiceAccount: (
    <>
      <circle cx="13" cy="10.6" r="2.4" />
      <path d="M8.6 17.6c.4-2.6 2-3.8 4.4-3.8s4 1.2 4.4 3.8" />
    </>
  ),
  Role: (
    <>
      <circle cx="10.4" cy="13" r="2.4" />
      <path d="M12.8 13H19M17 13v2.4" />
    </>
  ),
  NetworkPolicy: <path d="M13 7.6l4.8 1.8v3.4c0 2.8-2 4.8-4.8 5.8-2.8-1-4.8-3-4.8-5.8V9.4z" />,
  CustomResourceDefinition: <path d="M11 8.4l-3.6 4.6L11 17.6M15 8.4l3.6 4.6-3.6 4.6" />,
  generic: <circle cx="13" cy="13" r="4.4" />,
};

/** Kinds that share another's glyph. */
const alike: Readonly<Record<string, string>> = {
  ClusterRole: 'Role',
  RoleBinding: 'Role',
  ClusterRoleBinding: 'Role',
  StorageClass: 'PersistentVolume',
  IngressClass: 'Ingress',
  EndpointSlice: 'Service',
  Endpoints: 'Service',
};

const quiet = new Set([
  'ReplicaSet',
  'Node',
  'Namespace',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'PersistentVolume',
]);

export const KindBadge = memo(function KindBadge({ kind, size = 24 }: { kind: string; size?: 16 | 20 | 24 | 32 }) {
  return (
    <svg
      className={quiet.has(kind) ? 'tp-badge tp-badge-quiet' : 'tp-badge'}
      width={size}
      height={size}
      viewBox="0 0 26 26"
      aria-hidden="true"
    >
      <path d={heptagon} />
      <g>{glyphs[kind] ?? glyphs[alike[kind] ?? 'generic']}</g>
    </svg>
  );
});
