/** The editor panel's own words. */
const en = {
  apply: 'Apply',
  applyHint: (file: string) => `Types kubectl apply -f ${file} in the terminal`,
  newFile: 'New file',
  fileName: 'Name of the new file',
  close: (name: string) => `Close ${name}`,
  files: 'Files',
  empty: 'No file is open.',
  emptyHint: 'Open one of the files on the laptop, or an object from the graph with Edit.',
  conflict: 'This object was changed in the cluster after you opened it.',
  compare: 'Compare',
  back: 'Back to editing',
  theirs: 'Take the cluster’s',
  mine: 'Keep mine, apply it to the new state',
  gone: 'This object no longer exists. Applying creates it anew.',
  label: 'YAML editor',
};

export type EditorWords = typeof en;

const ko: EditorWords = {
  apply: '적용',
  applyHint: (file) => `터미널에 kubectl apply -f ${file} 명령을 입력해요`,
  newFile: '새 파일',
  fileName: '새 파일 이름',
  close: (name) => `${name} 닫기`,
  files: '파일',
  empty: '열린 파일이 없어요.',
  emptyHint: '노트북에 있는 파일을 열거나, 그래프에서 오브젝트의 편집을 눌러 보세요.',
  conflict: '여러분이 연 다음에 클러스터에서 이 오브젝트가 바뀌었어요.',
  compare: '비교하기',
  back: '편집으로 돌아가기',
  theirs: '클러스터 쪽 내용으로 바꾸기',
  mine: '내 내용을 유지하고 새 상태에 적용하기',
  gone: '이 오브젝트는 이제 없어요. 적용하면 새로 만들어져요.',
  label: 'YAML 에디터',
};

export const editorWords: Record<'en' | 'ko', EditorWords> = { en, ko };
