/** Image references (github.com/distribution/reference: normalize.go, reference.go). */
export interface ImageReference {
  /** `docker.io/library/nginx` */
  repository: string;
  /** `latest` when neither tag nor digest was given. */
  tag: string;
  digest?: string;
  /** `docker.io/library/nginx:latest` or `…@sha256:…` */
  canonical: string;
  /** The reference as the runtime lists it in a container's status: as canonical. */
  tagGiven: boolean;
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN =
  /^(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*(?::[0-9]+)?$/;

function splitDomain(name: string): [domain: string, path: string] {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isDomain = first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase();
  const [domain, path] = slash >= 0 && isDomain ? [first, name.slice(slash + 1)] : ['docker.io', name];
  const home = domain === 'index.docker.io' ? 'docker.io' : domain;
  return [home, home === 'docker.io' && !path.includes('/') ? `library/${path}` : path];
}

const parsed = new Map<string, ImageReference>();
const MOST = 1000;

/** Throws an Error with the reference package's words (`invalid reference format …`). */
export function parseReference(image: string): ImageReference {
  const known = parsed.get(image);
  if (known) return known;
  const reference = parse(image);
  // The same few images are asked for all the time.
  if (parsed.size >= MOST) parsed.clear();
  parsed.set(image, reference);
  return reference;
}

function parse(image: string): ImageReference {
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const name = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : 'latest';
  const [domain, path] = splitDomain(name);
  if (path !== path.toLowerCase()) {
    throw new Error(`invalid reference format: repository name (${path}) must be lowercase`);
  }
  const wellFormed =
    DOMAIN.test(domain) &&
    path.split('/').every((part) => COMPONENT.test(part)) &&
    TAG.test(tag) &&
    (digest === undefined || DIGEST.test(digest));
  if (!wellFormed) throw new Error('invalid reference format');
  const repository = `${domain}/${path}`;
  return {
    repository,
    tag,
    ...(digest !== undefined && { digest }),
    canonical: digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`,
    tagGiven: hasTag || digest !== undefined,
  };
}
