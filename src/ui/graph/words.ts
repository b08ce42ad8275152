/** What the cards of the graph say, loaded with it. Kubernetes' own words stay as they are. */
import { usePreferences } from '../layout/preferences.ts';

const en = {
  looseVolumes: 'Volumes without a claim',
  active: (count: number) => `${count} active`,
  failed: (count: number) => `${count} failed`,
  ofDone: (done: number, wanted: number) => `${done} of ${wanted} done`,
  suspended: 'suspended',
  claims: (list: string) => `each with ${list}`,
  onMachines: (count: number) => `for ${count} ${count === 1 ? 'machine' : 'machines'}`,
  none: 'none on it yet',
  last: (age: string) => `last ${age} ago`,
  never: 'has not run yet',
  between: (least: number, most: number, now: number) => `${least}–${most}, now ${now}`,
  keys: (count: number) => `${count} ${count === 1 ? 'key' : 'keys'}`,
};

const ko: typeof en = {
  looseVolumes: '클레임이 없는 볼륨',
  active: (count) => `실행 중 ${count}`,
  failed: (count) => `실패 ${count}`,
  ofDone: (done, wanted) => `${wanted}개 중 ${done}개 완료`,
  suspended: '일시 중지',
  claims: (list) => `Pod마다 ${list}`,
  onMachines: (count) => `노드 ${count}개`,
  none: '대상 노드 없음',
  last: (age) => `${age} 전에 실행`,
  never: '아직 실행한 적 없음',
  between: (least, most, now) => `${least}–${most}, 지금 ${now}`,
  keys: (count) => `키 ${count}개`,
};

const graphWords = { en, ko };

export const useGraphWords = (): typeof en => graphWords[usePreferences((state) => state.language)];
