/** The signer of approved requests (pkg/controller/certificates/signer/signer.go), for the signers that Kubernetes has itself. */
import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1';
import { type Validity, certificateFor } from '../../api/certificate.ts';
import { defineController } from '../runtime/define-controller.ts';
import type { KindedResource } from '../runtime/resources.ts';

const REQUESTS: KindedResource = {
  group: 'certificates.k8s.io',
  version: 'v1',
  resource: 'certificatesigningrequests',
  kind: 'CertificateSigningRequest',
  apiVersion: 'certificates.k8s.io/v1',
  namespaced: false,
};

const SIGNERS = new Set([
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/kubelet-serving',
  'kubernetes.io/legacy-unknown',
]);

/** Certificates reach a little into the past, for clocks that are behind (--cluster-signing-duration, backdate). */
const BACKDATE = 5 * 60_000;
const YEAR = 365 * 24 * 3_600_000;

function validity({ spec, status }: CertificateSigningRequest): Validity {
  const approved = status?.conditions?.find(({ type }) => type === 'Approved');
  const now = Date.parse(String(approved?.lastUpdateTime ?? approved?.lastTransitionTime));
  const seconds = spec.expirationSeconds;
  return { from: now - BACKDATE, to: now + Math.min(seconds === undefined ? YEAR : seconds * 1000, YEAR) };
}

export const certificateSigningController = defineController({
  name: 'certificate-controller',
  start({ queue, session, watch }) {
    const wake = (request: CertificateSigningRequest): void => queue.add(request.metadata?.name ?? '');
    const requests = watch<CertificateSigningRequest>(REQUESTS, { add: wake, update: wake });
    return (name) => {
      const request = requests.getByKey(name);
      const { conditions = [], certificate } = request?.status ?? {};
      if (!request || certificate || !SIGNERS.has(request.spec.signerName)) return;
      if (!conditions.some(({ type }) => type === 'Approved') || conditions.some(({ type }) => type === 'Failed'))
        return;
      const pem = certificateFor(atob(request.spec.request), validity(request));
      if (pem === undefined) return;
      session.update(REQUESTS, { ...request, status: { ...request.status, certificate: btoa(pem) } }, 'status');
    };
  },
});
