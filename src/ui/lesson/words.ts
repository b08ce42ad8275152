/** The lesson panel's own words. */
import { unmetWords } from './unmet-words.ts';

const parts: Record<string, [en: string, ko: string]> = {
  '2-cluster': ['Part 2 · The cluster', '2부 · 클러스터'],
  '3-pods': ['Part 3 · Pods', '3부 · Pod'],
  labs: ['What is wrong here?', '무엇이 잘못됐을까요?'],
  '4-keep-running': ['Part 4 · Keep it running', '4부 · 계속 돌리기'],
};

const en = {
  course: 'Lessons',
  courseHint: 'Start anywhere. Nothing is locked, and the cluster is yours at any time.',
  part: (id: string) => parts[id]?.[0] ?? id,
  minutes: (count: number) => `${count} min`,
  steps: (done: number, all: number) => (done > 0 && done < all ? `step ${done + 1} of ${all}` : `${all} steps`),
  startHere: 'Start here',
  goOn: 'Go on',
  back: 'All lessons',
  run: 'Run',
  open: 'Open in the editor',
  look: 'Show it in the graph',
  hint: (at: number, of: number) => (at === 0 ? 'Hint' : `Hint ${at} of ${of}`),
  showMe: 'Show me',
  showMeHint: 'Types the solution of this step in the terminal',
  reset: 'Start over',
  resetHint: 'Empties the default namespace, puts the lesson’s files back and begins at step 1',
  resetSure: 'Start over? Everything in the default namespace will be deleted.',
  resetServer:
    'Start over? The lesson begins at step 1 and its files are put back. Objects in your cluster stay as they are.',
  occupied: (count: number) =>
    count === 1
      ? 'The default namespace still holds an object of yours.'
      : `The default namespace still holds ${count} objects of yours.`,
  occupiedHint: 'This lesson is easier to follow in an empty one.',
  emptyIt: 'Delete them and start',
  keepIt: 'Keep them and start',
  done: 'Lesson finished',
  next: 'Next lesson',
  predict: 'Your prediction',
  right: 'As you said.',
  wrong: 'The cluster says otherwise.',
  holding: 'holds, a moment more',
  broken: 'This lesson cannot be read.',
  unmet: unmetWords.en,
};

export type LessonWords = typeof en;

const ko: LessonWords = {
  course: '레슨',
  courseHint: '아무 데서나 시작하세요. 잠긴 레슨은 없고, 클러스터는 언제든 자유롭게 쓸 수 있어요.',
  part: (id) => parts[id]?.[1] ?? id,
  minutes: (count) => `${count}분`,
  steps: (done, all) => (done > 0 && done < all ? `${all}단계 중 ${done + 1}단계` : `${all}단계`),
  startHere: '여기서 시작',
  goOn: '이어서 하기',
  back: '레슨 목록',
  run: '실행',
  open: '에디터에서 열기',
  look: '그래프에서 보기',
  hint: (at, of) => (at === 0 ? '힌트' : `힌트 ${at}/${of}`),
  showMe: '보여 주기',
  showMeHint: '이 단계의 풀이를 터미널에 입력해요',
  reset: '처음부터',
  resetHint: 'default 네임스페이스를 비우고 레슨 파일을 되돌린 뒤 1단계부터 시작해요',
  resetSure: '처음부터 다시 할까요? default 네임스페이스의 오브젝트가 모두 지워져요.',
  resetServer:
    '처음부터 다시 할까요? 레슨이 1단계로 돌아가고 파일이 원래대로 바뀌어요. 클러스터의 오브젝트는 그대로 둬요.',
  occupied: (count) => `default 네임스페이스에 여러분이 만든 오브젝트가 ${count}개 남아 있어요.`,
  occupiedHint: '비어 있는 네임스페이스에서 시작하면 따라가기 더 쉬워요.',
  emptyIt: '지우고 시작하기',
  keepIt: '그대로 두고 시작하기',
  done: '레슨을 마쳤어요',
  next: '다음 레슨',
  predict: '예상하기',
  right: '예상한 대로예요.',
  wrong: '클러스터의 답은 달랐어요.',
  holding: '조금만 더 유지되면 돼요',
  broken: '이 레슨을 읽을 수 없어요.',
  unmet: unmetWords.ko,
};

export const lessonWords: Record<'en' | 'ko', LessonWords> = { en, ko };
