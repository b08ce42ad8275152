/** Which kubectl this is. */
export const CLIENT_VERSION = 'v1.35.2';
export const KUSTOMIZE_VERSION = 'v5.7.1';
export const USER_AGENT = `kubectl/${CLIENT_VERSION} (linux/amd64) kubernetes/fdc9d74`;
