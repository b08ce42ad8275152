/** Pulling: what exists, how long it takes, and what containerd says when it cannot (pkg/cri/server/images/image_pull.go). */
import type { Random } from '../time/random.ts';
import type { BuiltImage } from '../api/built-image.ts';
import type { ImageSource } from './built-images.ts';
import type { Image } from './image.ts';
import { findImage } from './images/index.ts';
import { parseReference } from './reference.ts';

export interface PulledImage {
  /** `docker.io/library/nginx:1.25` */
  canonical: string;
  /** `sha256:…` of the configuration: what the runtime calls the image. */
  id: string;
  /** `docker.io/library/nginx@sha256:…`: what a container's status calls it. */
  digest: string;
  size: number;
  /** Set where somebody built it. */
  built?: BuiltImage;
}

export type PullOutcome = { ok: true; image: PulledImage } | { ok: false; error: string };

/** Bytes a millisecond: some 40 MB/s, unpacking included. */
const SPEED = 40_000;

/** What pulling `image` will come to, and after how many ms. Throws when the reference is malformed. */
export function planPull(
  image: string,
  random: Random,
  present: boolean,
  registry?: ImageSource,
): { delay: number; outcome: PullOutcome } {
  const reference = parseReference(image);
  // A look at the registry: token, manifest, configuration.
  const handshake = 400 + random.int(500);
  const built = registry?.find(reference.canonical);
  if (built) return { delay: handshake, outcome: { ok: true, image: pulledBuilt(reference.canonical, built) } };
  const error = refusal(reference.repository, reference.tag);
  if (error !== undefined) {
    const desc = `failed to pull and unpack image "${reference.canonical}": failed to resolve reference "${reference.canonical}": ${error.text(reference.canonical)}`;
    return { delay: handshake, outcome: { ok: false, error: `rpc error: code = ${error.code} desc = ${desc}` } };
  }
  const size = findImage(reference.repository).size(reference.tag);
  const pulled = { canonical: reference.canonical, size, ...digestsOf(reference.canonical, reference.repository) };
  const download = present ? 0 : Math.round(size / SPEED);
  return { delay: handshake + download, outcome: { ok: true, image: pulled } };
}

/** What a node has of an image that somebody built. */
export function pulledBuilt(canonical: string, built: BuiltImage): PulledImage {
  const { repository } = parseReference(canonical);
  const digest = `${repository}@sha256:${fingerprint(`manifest of ${built.id}`)}`;
  return { canonical, id: built.id, digest, size: built.size, built };
}

function refusal(repository: string, tag: string): { code: string; text(canonical: string): string } | undefined {
  if (/(^|\/)(doesnotexist|does-not-exist|nonexistent)(\/|$)/.test(repository)) {
    return {
      code: 'Unknown',
      text: () =>
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    };
  }
  const image: Image = findImage(repository);
  return image.hasTag(tag) ? undefined : { code: 'NotFound', text: (canonical) => `${canonical}: not found` };
}

function digestsOf(canonical: string, repository: string): { id: string; digest: string } {
  const at = canonical.indexOf('@');
  const digest = at < 0 ? `sha256:${fingerprint(canonical)}` : canonical.slice(at + 1);
  return { id: `sha256:${fingerprint(`config of ${canonical}`)}`, digest: `${repository}@${digest}` };
}

/** 64 hex digits that depend on the text alone (FNV-1a, eight times with different bases). */
export function fingerprint(text: string): string {
  let out = '';
  for (let part = 0; part < 8; part++) {
    let hash = (0x811c9dc5 ^ Math.imul(part + 1, 0x9e3779b1)) | 0;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    out += ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0');
  }
  return out;
}
