/** certificatesigningrequests/approval (pkg/registry/certificates/certificates, plugin/pkg/admission/certificates/approval). */
import { forbidden, invalidObject, notFound } from '../../../api/status-errors.ts';
import type { KubeObject, ObjectMeta } from '../../../api/object.ts';
import {
  type SigningRequest,
  type SigningStatus,
  datedConditions,
  validateConditions,
} from '../registry/certificates/certificate-signing-request.ts';
import { thaw } from '../../store/frozen.ts';
import { inheritMetadata } from '../metadata.ts';
import { patched } from '../verbs/patch.ts';
import type { Request } from '../verbs/request.ts';
import { checkVersion, write } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

const TABLE = 'certificatesigningrequests.certificates.k8s.io';

export const approval: Subresource = {
  name: 'approval',
  of: TABLE,
  update: (request, body) => approved(request, body, current(request)),
  patch(request, type, body) {
    const old = current(request);
    return approved(request, patched(request, type, body, old), old);
  },
};

function current({ core, strategy, name }: Request): KubeObject {
  const old = core.store.get(TABLE, undefined, name);
  if (!old) throw notFound(strategy.info, name);
  return old;
}

/** Metadata goes along with an object that was read. */
function metadataOf(body: KubeObject, old: KubeObject): ObjectMeta {
  return body.metadata?.resourceVersion
    ? inheritMetadata(thaw(body.metadata), old.metadata ?? {})
    : { ...old.metadata };
}

/** The verdict changes, the specification never. */
function approved(request: Request, body: KubeObject, old: KubeObject): KubeObject {
  const { core, strategy, name } = request;
  checkVersion(request, body, old);
  checkSigner(request, ((old['spec'] ?? {}) as SigningRequest).signerName ?? '');
  const before = (old['status'] ?? {}) as SigningStatus;
  const conditions = datedConditions((body['status'] ?? {}) as SigningStatus, before, core.clock.now());
  const draft = { ...old, metadata: metadataOf(body, old), status: { ...before, conditions } };
  const errors = validateConditions(draft, old);
  if (errors.length > 0) throw invalidObject(strategy.info, name, errors);
  return write(request, draft, old);
}

function checkSigner({ core, caller: user, strategy, name }: Request, signer: string): void {
  const asked = {
    user,
    verb: 'approve',
    group: 'certificates.k8s.io',
    resource: 'signers',
    subresource: '',
    namespace: '',
  };
  const names = [signer, `${signer.split('/')[0]}/*`];
  if (names.some((one) => core.authorizer.authorize({ ...asked, name: one }).allowed)) return;
  throw forbidden(
    strategy.info,
    name,
    `user not permitted to approve requests with signerName ${JSON.stringify(signer)}`,
  );
}
