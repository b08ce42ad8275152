/** A goal that is not met, in plain words: what differs, and in which field. */
import type { Unmet } from '../../lessons/goals.ts';
import type { Difference } from '../../lessons/match.ts';

type Say = (unmet: Unmet) => string;
type Bounds = { atLeast: number; atMost: number };

const ticks = (text: string): string => `\`${text}\``;

function bounds(
  { atLeast, atMost }: Bounds,
  words: { exactly: string; least: string; most: string; between: string },
): string {
  if (atLeast === atMost) return words.exactly.replace('#', `${atLeast}`);
  if (atMost === Number.POSITIVE_INFINITY) return words.least.replace('#', `${atLeast}`);
  if (atLeast === 0) return words.most.replace('#', `${atMost}`);
  return words.between.replace('#', `${atLeast}`).replace('#', `${atMost}`);
}

const wantedEn = (of: Bounds): string =>
  bounds(of, { exactly: 'exactly #', least: 'at least #', most: 'at most #', between: '# to #' });
const wantedKo = (of: Bounds): string =>
  bounds(of, { exactly: '정확히 #개', least: '#개 이상', most: '#개 이하', between: '#~#개' });

/** `/re/`, `>=3`, `*` as a learner reads them. */
type Wanted = Readonly<Record<'any' | 'none' | 'not' | 'least' | 'most' | 'like' | 'just', (what: string) => string>>;

function want(pattern: string, words: Wanted): string {
  if (pattern === '*') return words.any('');
  if (pattern === 'null') return words.none('');
  const [, operator, operand = ''] = /^(!=|>=|<=)(.*)$/.exec(pattern) ?? [];
  if (operator) return words[operator === '!=' ? 'not' : operator === '>=' ? 'least' : 'most'](operand);
  if (pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/')) return words.like(pattern.slice(1, -1));
  return words.just(pattern);
}

const wantEn = (pattern: string): string =>
  want(pattern, {
    any: () => 'any value',
    none: () => 'nothing',
    not: (what) => `anything but ${ticks(what)}`,
    least: (what) => `at least ${what}`,
    most: (what) => `at most ${what}`,
    like: (what) => `something like ${ticks(what)}`,
    just: ticks,
  });
const wantKo = (pattern: string): string =>
  want(pattern, {
    any: () => '값이 있어야 해요',
    none: () => '비어 있어야 해요',
    not: (what) => `${ticks(what)}이(가) 아니어야 해요`,
    least: (what) => `${what} 이상이어야 해요`,
    most: (what) => `${what} 이하여야 해요`,
    like: (what) => `${ticks(what)}에 맞아야 해요`,
    just: (what) => `${ticks(what)}이어야 해요`,
  });

const nearEn = ({ name, difference }: { name: string; difference: Difference }): string =>
  ` ${ticks(name)} has ${ticks(difference.path)} ${difference.got === undefined ? 'not set' : ticks(difference.got)}; wanted: ${wantEn(difference.want)}.`;
const nearKo = ({ name, difference }: { name: string; difference: Difference }): string =>
  ` ${ticks(name)}의 ${ticks(difference.path)} 값은 ${difference.got === undefined ? '없고' : `${ticks(difference.got)}이고`}, ${wantKo(difference.want)}.`;

const en: Say = (unmet) => {
  switch (unmet.why) {
    case 'missing':
      return unmet.name ? `There is no ${unmet.kind} ${ticks(unmet.name)} yet.` : `There is no such ${unmet.kind} yet.`;
    case 'differs': {
      const { path, want, got } = unmet.difference;
      const whose = `${unmet.kind} ${ticks(unmet.name)}`;
      return got === undefined
        ? `${whose} has no ${ticks(path)} yet; wanted: ${wantEn(want)}.`
        : `${whose}: ${ticks(path)} is ${ticks(got)}; wanted: ${wantEn(want)}.`;
    }
    case 'count':
      return `${unmet.got} so far; wanted: ${wantedEn(unmet)}.${unmet.nearest ? nearEn(unmet.nearest) : ''}`;
    case 'present':
      return `${unmet.kind} ${ticks(unmet.name)} is still there.`;
    case 'broken':
      return `For a moment there were ${unmet.got}; it had to be ${wantedEn(unmet)} all the time. To try again, choose *Begin this step again* under *More*.`;
    case 'unseen':
      return unmet.wanted > 1
        ? `Seen so far: ${unmet.got} of ${unmet.wanted}.${unmet.nearest ? nearEn(unmet.nearest) : ''}`
        : `Not seen yet.${unmet.nearest ? nearEn(unmet.nearest) : ''}`;
    case 'selects': {
      const { kind, name, selector, got, ready, stray } = unmet;
      const whose = `${kind} ${ticks(name)} selects ${ticks(selector || 'nothing')}`;
      if (stray) return `${whose}; your Pod ${ticks(stray.name)} has ${ticks(stray.labels || 'no labels')}.`;
      return `${whose}: ${got} ${ready ? 'ready Pods' : 'Pods'} so far; wanted: ${wantedEn(unmet)}.`;
    }
    case 'traffic':
      return `${ticks(unmet.url)} answered: ${unmet.got}.`;
    case 'component':
      return unmet.running ? `${ticks(unmet.name)} is running.` : `${ticks(unmet.name)} is stopped.`;
    case 'unasked':
      return `Nobody has asked the API server this yet: ${ticks(unmet.request)}.`;
    case 'expression':
      return unmet.error ? `This cannot be told: ${unmet.error}` : `Not so yet for the ${unmet.kind}s that are there.`;
    case 'unknowable':
      return `This cluster cannot be asked about ${ticks(unmet.what)} from here. See for yourself; the lesson goes on without it.`;
  }
};

const ko: Say = (unmet) => {
  switch (unmet.why) {
    case 'missing':
      return unmet.name
        ? `${unmet.kind} ${ticks(unmet.name)}이(가) 아직 없어요.`
        : `조건에 맞는 ${unmet.kind}이(가) 아직 없어요.`;
    case 'differs': {
      const { path, want, got } = unmet.difference;
      const whose = `${unmet.kind} ${ticks(unmet.name)}`;
      return got === undefined
        ? `${whose}에 ${ticks(path)} 값이 아직 없어요. ${wantKo(want)}.`
        : `${whose}의 ${ticks(path)} 값이 ${ticks(got)}예요. ${wantKo(want)}.`;
    }
    case 'count':
      return `지금 ${unmet.got}개예요. ${wantedKo(unmet)}여야 해요.${unmet.nearest ? nearKo(unmet.nearest) : ''}`;
    case 'present':
      return `${unmet.kind} ${ticks(unmet.name)}이(가) 아직 남아 있어요.`;
    case 'broken':
      return `잠깐 ${unmet.got}개가 된 적이 있어요. 내내 ${wantedKo(unmet)}여야 해요. *더 보기*에서 *이 단계 다시 하기*를 눌러 다시 해 보세요.`;
    case 'unseen':
      return unmet.wanted > 1
        ? `${unmet.wanted}가지 중 ${unmet.got}가지를 확인했어요.${unmet.nearest ? nearKo(unmet.nearest) : ''}`
        : `아직 확인되지 않았어요.${unmet.nearest ? nearKo(unmet.nearest) : ''}`;
    case 'selects': {
      const { kind, name, selector, got, ready, stray } = unmet;
      const whose = `${kind} ${ticks(name)}의 셀렉터는 ${ticks(selector || '없음')}`;
      if (stray) return `${whose}인데, Pod ${ticks(stray.name)}의 레이블은 ${ticks(stray.labels || '없음')}이에요.`;
      return `${whose}이고, 지금 ${ready ? '준비된 ' : ''}Pod ${got}개를 골라요. ${wantedKo(unmet)}여야 해요.`;
    }
    case 'traffic':
      return `${ticks(unmet.url)}의 응답: ${unmet.got}`;
    case 'component':
      return unmet.running ? `${ticks(unmet.name)}이(가) 돌고 있어요.` : `${ticks(unmet.name)}이(가) 멈춰 있어요.`;
    case 'unasked':
      return `API 서버에 아직 이 요청이 오지 않았어요: ${ticks(unmet.request)}`;
    case 'expression':
      return unmet.error
        ? `확인할 수 없어요: ${unmet.error}`
        : `지금 있는 ${unmet.kind}은(는) 아직 조건에 맞지 않아요.`;
    case 'unknowable':
      return `이 클러스터에서는 ${ticks(unmet.what)}을(를) 여기서 확인할 수 없어요. 직접 확인해 보세요. 레슨은 그대로 이어져요.`;
  }
};

export const unmetWords: Record<'en' | 'ko', Say> = { en, ko };
