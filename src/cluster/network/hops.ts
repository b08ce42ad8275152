/** The stops of a request on its way. */
import type { Hop } from '../../client/wire.ts';
import type { NetworkResult } from '../../containers/network.ts';

export type { Hop };

export interface TravelResult {
  result: NetworkResult;
  hops: Hop[];
}
