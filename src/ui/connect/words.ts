/** What the page says when the cluster's machine has trouble that it cannot mend alone. */
const en = {
  stopped:
    'The cluster stops again and again as soon as it is restored. Reload the page to try once more, or begin with a new, empty cluster.',
  afresh: 'Begin with a new cluster',
  unreadable: (message: string) =>
    `The cluster that was kept on this disk cannot be read (${message}). A new one was started.`,
};

const ko: typeof en = {
  stopped:
    '클러스터를 되살릴 때마다 바로 다시 멈춰요. 페이지를 새로 고쳐 한 번 더 시도하거나, 비어 있는 새 클러스터로 시작해 보세요.',
  afresh: '새 클러스터로 시작하기',
  unreadable: (message) => `이 디스크에 저장된 클러스터를 읽을 수 없어서(${message}) 새 클러스터로 시작했어요.`,
};

export const connectWords = { en, ko };
