/**
 * Who asks for a certificate is written into the request (pkg/registry/certificates/certificates/strategy.go), and nobody asks
 * for one of system:masters (plugin/pkg/admission/certificates/subjectrestriction).
 */
import { subjectOf } from '../../../api/certificate.ts';
import { forbidden } from '../../../api/status-errors.ts';
import type { SigningRequest } from '../registry/certificates/certificate-signing-request.ts';
import type { AdmissionPlugin } from './plugin.ts';

const CLIENT = 'kubernetes.io/kube-apiserver-client';

export const certificateRequests: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  admit({ strategy, operation, subresource, object, caller, name }) {
    if (strategy.info.resource !== 'certificatesigningrequests' || operation !== 'CREATE' || subresource || !object)
      return;
    const { username: _, uid: __, groups: ___, extra: ____, ...spec } = (object['spec'] ?? {}) as SigningRequest;
    object['spec'] = {
      ...spec,
      username: caller.user,
      ...(caller.uid ? { uid: caller.uid } : {}),
      groups: [...caller.groups],
      ...(caller.extra ? { extra: caller.extra } : {}),
    };
    if (spec.signerName !== CLIENT || !organizations(spec.request ?? '').includes('system:masters')) return;
    throw forbidden(strategy.info, name, `use of ${CLIENT} signer with system:masters group is not allowed`);
  },
};

function organizations(request: string): string[] {
  try {
    return subjectOf(atob(request))?.organizations ?? [];
  } catch {
    return [];
  }
}
