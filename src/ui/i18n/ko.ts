/** 화면의 한국어. Kubernetes 용어는 그대로 씁니다. */
import type { Dictionary, Params } from './en.ts';

export const ko: Dictionary = {
  name: '한국어',
  bar: {
    search: '찾기', language: 'English', languageHint: '영어로 보기', dark: '어둡게', light: '밝게', themeHint: '밝은 화면과 어두운 화면 바꾸기',
    pause: '멈추기', resume: '계속하기', step: '1초 앞으로', speed: (x: number) => `${x}배 빠르게`, time: '클러스터 시간', clock: '클러스터가 시작된 뒤로 흐른 시간',
    lesson: '레슨', hideLesson: '레슨 숨기기', showLesson: '레슨 보기',
  },
  panel: { lesson: '레슨', graph: '그래프', editor: '편집기', terminal: '터미널', events: '이벤트', browser: '브라우저', dock: '편집기와 터미널', newTerminal: '새 터미널', closeTerminal: (id: number) => `터미널 ${id} 닫기`, laptop: '노트북', inspector: '자세히 보기' },
  loading: '불러오는 중', absent: '이 빌드에는 이 부분이 없어요.',
  fault: { title: '이 패널이 멈췄어요.', hint: '다른 화면과 클러스터는 그대로 돌고 있어요. 패널을 다시 열어 보세요. 또 멈추면 페이지를 새로 고치세요.', again: '다시 열기', reload: '페이지 새로 고침' },
  cluster: {
    lost: '클러스터와 연결이 끊겼어요. 지금 보이는 것은 예전 상태일 수 있어요. 다시 연결하고 있어요.',
    connecting: '클러스터를 시작하고 있어요', failed: '클러스터에 연결하지 못했어요.', retry: '다시 시도', restored: '클러스터가 멈췄다가 마지막 스냅샷에서 되살아났어요.', dismiss: '닫기', unsaved: (message: string) => `클러스터는 잘 돌고 있지만 이 디스크에 저장하지 못했어요: ${message}. 페이지를 새로 고치면 처음부터 시작해요.`,
  },
  view: { traffic: '트래픽', owners: '소유 관계', machines: '노드', plane: '컨트롤 플레인' },
  state: { ready: '준비됨', starting: '시작 중', terminating: '종료 중', failing: '실패', completed: '완료', unknown: '알 수 없음' },
  graph: {
    label: '클러스터의 오브젝트', namespaces: '네임스페이스', allUser: '내 것 모두', system: '시스템 네임스페이스', legend: '범례', fit: '화면에 맞추기', zoomIn: '가까이', zoomOut: '멀리',
    emptyTitle: '아직 아무것도 실행되지 않아요', emptyText: '무언가를 실행하면 여기에 나타나요. 이렇게 시작해 보세요.', run: '실행',
    endpoints: (count: number) => `엔드포인트 ${count}개`, wanted: (w: number) => `목표 ${w}`, ready: (r: number) => `준비 ${r}`, starting: (s: number) => `시작 중 ${s}`,
    restarts: (count: number) => `재시작 ${count}번`, pods: (count: number) => `Pod ${count}개`, unscheduled: '아직 노드가 정해지지 않음', loose: '소유자 없음', noSelector: 'selector 없음',
    paused: '일시 정지', notReady: 'NotReady', cordoned: '새 Pod 받지 않음', owner: '소유', traffic: '트래픽을 보냄', selects: '골랐지만 아직 준비 안 됨', stop: '멈춤',
  },
  inspector: {
    close: '닫기', why: '왜 이런 상태인가요?', facts: '주요 정보', related: '함께 보기', overview: '개요', yaml: 'YAML', events: '이벤트', logs: '로그', edit: '편집', copy: '복사', copied: '복사했어요', run: '실행', tells: '같은 내용을 보여 주는 명령',
    delete: '삭제', restart: '다시 시작', scale: '개수 조정', less: '하나 줄이기', more: '하나 늘리기', actions: '할 수 있는 일', noEvents: '남아 있는 이벤트가 없어요.', noLogs: '아직 기록된 내용이 없어요.', container: '컨테이너', gone: '더는 없는 오브젝트예요.', goneHint: '삭제되었거나 다른 오브젝트로 바뀌었어요. 그래프에서 다른 것을 골라 보세요.',
    deleteSure: (what: string) => `${what}: 정말 삭제할까요?`, cancel: '취소', previous: '재시작 전', image: '이미지', node: '노드', ip: 'IP', age: '나이', restarts: '재시작', namespace: '네임스페이스', labels: '레이블', selector: 'Selector', type: '종류', ports: '포트', clusterIP: 'Cluster IP', replicas: '레플리카', strategy: '전략', hosts: '규칙', className: '클래스', capacity: '용량', version: '버전', keys: '키', roles: '역할', noneYet: '없음',
  },
  what: {
    Pod: '한 노드에서 함께 살고 함께 사라지는 컨테이너 묶음이에요.', ReplicaSet: '똑같은 Pod를 정해진 수만큼 유지해요.', Deployment: '한 버전의 Pod를 계속 돌리고, 버전이 바뀌면 조금씩 교체해요.', Service: '생겼다 사라지는 Pod 앞에 놓인 변하지 않는 주소예요.', Ingress: '바깥에서 온 요청을 호스트와 경로에 따라 Service로 보내요.', ConfigMap: 'Pod가 읽는 설정이에요.', Secret: '아무나 읽으면 안 되는 설정이에요.', Node: 'Pod가 실행되는 기계예요.', Namespace: '이름과 권한과 한도를 나누는 공간이에요.', other: '클러스터의 오브젝트예요.',
  },
  why: {
    terminating: (p: Params) => `종료 요청을 받았어요. 하던 일을 마칠 시간은 ${p['seconds']}초까지예요.`, unscheduled: (p: Params) => `아직 어느 노드에서 돌지 정해지지 않았어요${p['message'] ? `: ${p['message']}` : '.'}`, creating: (p: Params) => `${p['node']}에서 이미지를 받고 컨테이너를 준비하고 있어요.`, init: (p: Params) => `초기화 컨테이너가 먼저예요. ${p['total']}개 가운데 ${p['done']}개가 끝났어요.`,
    notReady: (p: Params) => `컨테이너 ${p['container']} 실행 중이지만 아직 준비 확인(readiness)을 통과하지 못했어요.`, crash: (p: Params) => `컨테이너 ${p['container']}의 종료 코드는 ${p['code']}이고, 지금까지 ${p['restarts']}번 재시작했어요. Kubernetes는 다시 시작할 때마다 더 오래 기다려요. 로그를 확인해 보세요.`, exited: (p: Params) => `컨테이너 ${p['container']}의 종료 코드는 ${p['code']}예요.`, oom: (p: Params) => `컨테이너 ${p['container']}의 메모리가 한도를 넘어 강제로 종료됐어요.`,
    image: (p: Params) => `이미지를 받지 못했어요: ${p['image']}. 이름과 태그를 확인해 보세요.`, imageName: (p: Params) => `올바른 이미지 이름이 아니에요: ${p['image']}`, config: (p: Params) => `컨테이너를 만들지 못했어요: ${p['message']}`, run: (p: Params) => `컨테이너를 시작하지 못했어요: ${p['message']}`, evicted: (p: Params) => `노드에서 쫓겨났어요: ${p['message']}`, done: () => '할 일을 마쳤어요. 모든 컨테이너의 종료 코드가 0이에요.', running: () => '모든 컨테이너가 실행 중이고 준비 확인을 통과했어요.', nodeLost: (p: Params) => `${p['node']}에서 응답이 없어서 이 Pod의 상태를 아무도 몰라요.`, gate: () => '스케줄링 게이트가 풀리기를 기다리고 있어요.', generic: (p: Params) => `${p['message']}`,
    deploySteady: (p: Params) => `원하는 Pod ${p['desired']}개가 모두 ${p['image']} 버전으로 준비됐어요.`, deploySurge: (p: Params) => `버전을 바꾸는 중이에요. Pod는 많아야 ${p['max']}개(${p['desired']} + maxSurge), 준비된 Pod는 적어도 ${p['min']}개(${p['desired']} − maxUnavailable)예요.`, deployCount: (p: Params) => `${p['desired']}개 가운데 ${p['updated']}개가 새 버전이고, ${p['old']}개는 아직 옛 버전이에요.`, deployPaused: () => '일시 정지되어 있어요. 다시 시작할 때까지 변경이 반영되지 않아요.', deployStuck: (p: Params) => `정해진 시간 안에 진행되지 못했어요: ${p['message']}`, deployZero: () => '0으로 조정되어 있어서 실행 중인 Pod가 없어요.', deployWait: (p: Params) => `원하는 Pod ${p['desired']}개 가운데 ${p['ready']}개가 준비됐어요.`, recreate: () => 'Recreate 전략이라 옛 Pod가 모두 사라진 뒤에 새 Pod가 생겨요.',
    rsOld: () => '이전 버전이에요. 되돌릴 수 있도록 0으로 남겨 두었어요.', rsSteady: (p: Params) => `Pod ${p['desired']}개를 원하고, ${p['ready']}개가 준비됐어요.`,
    svcEndpoints: (p: Params) => `고른 Pod ${p['selected']}개 가운데 준비된 ${p['ready']}개가 트래픽을 받아요.`, svcNone: (p: Params) => `레이블이 ${p['selector']}인 Pod가 없어서 응답할 곳이 없어요. selector와 Pod의 레이블을 비교해 보세요.`, svcNoReady: (p: Params) => `Pod ${p['selected']}개를 골랐지만 준비된 것이 없어서 응답할 곳이 없어요.`, svcNoSelector: () => 'selector가 없어서 엔드포인트를 직접 관리해요.',
    ingMissing: (p: Params) => `${p['path']} 규칙이 가리키는 Service(${p['service']})가 없어요.`, ingRoutes: (p: Params) => `${p['path']} 요청은 Service ${p['service']}로 가요.`, nodeReady: (p: Params) => `kubelet이 잘 보고하고 있어요. 여기서 Pod ${p['pods']}개가 돌아요.`, nodeNotReady: (p: Params) => `kubelet이 준비됐다고 알리지 않아요: ${p['message']}`, nodeCordoned: () => 'cordon 되어 있어서 새 Pod를 받지 않아요.',
  },
  events: { empty: '아직 이벤트가 없어요. 클러스터가 무언가를 하면 바로 나타나요.', time: '시각', type: '종류', reason: '이유', object: '오브젝트', message: '내용', warningsOnly: '경고만', warning: '경고' },
  browser: { address: '주소', go: '열기', from: '노트북에서 본 모습', empty: '노트북에서 쓸 주소를 넣어 보세요. Ingress 호스트나, 노드와 NodePort면 돼요.', way: '지나온 길', failed: '응답 없음', asking: '요청하는 중' },
  find: { placeholder: '오브젝트와 할 일', none: '그런 이름은 없어요.', objects: '오브젝트', actions: '할 일' },
  keys: { hidePanels: 'Alt와 함께 1 레슨, 2 그래프, 3 도크를 숨기거나 보여요' },
  age: (seconds: number) => (seconds < 120 ? `${seconds}초` : seconds < 7200 ? `${Math.floor(seconds / 60)}분` : seconds < 172800 ? `${Math.floor(seconds / 3600)}시간` : `${Math.floor(seconds / 86400)}일`),
};
