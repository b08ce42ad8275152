/** What requests to a real API, and its answers, are called on the dev server's socket (see node/tunnel.ts). */
export const TO_CLUSTER = 'tidepool:to-cluster';
export const FROM_CLUSTER = 'tidepool:from-cluster';
