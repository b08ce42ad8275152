/** What `npm run lesson -- new` writes: a small lesson that proves as it stands, to be overwritten line by line. */
const YAML = `# yaml-language-server: $schema=../../lesson.schema.json
minutes: 5
steps:
  run:
    look: deployment/hello
    goals:
      two-ready:
        object: { apiVersion: apps/v1, kind: Deployment, metadata: { name: hello }, status: { readyReplicas: 2 } }
    solution:
      - kubectl apply -f hello.yaml
  lose:
    look: deployment/hello
    predict: two
    breaks: true
    mends: true
    goals:
      replaced:
        event: { reason: SuccessfulCreate, about: 'ReplicaSet//^hello-/', times: 3 }
      two-again:
        object: { apiVersion: apps/v1, kind: Deployment, metadata: { name: hello }, status: { readyReplicas: 2 } }
    solution:
      - kubectl delete $(kubectl get pods -l app=hello -o name | head -1)
wrong:
  - id: one
    step: run
    run: [kubectl create deployment hello --image=nginx:1.27]
    fails: two-ready
    when: { object: { apiVersion: apps/v1, kind: Deployment, metadata: { name: hello }, spec: { replicas: 1 } } }
  - id: taken-back
    step: lose
    run: [kubectl delete deployment hello]
    fails: two-again
    when: { absent: { apiVersion: apps/v1, kind: Deployment, metadata: { name: hello } } }
alternatives:
  - { step: run, run: [kubectl create deployment hello --image=nginx:1.27 --replicas=2] }
`;

const FILE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: hello
spec:
  replicas: 2
  selector:
    matchLabels:
      app: hello
  template:
    metadata:
      labels:
        app: hello
    spec:
      containers:
        - name: hello
          image: nginx:1.27
`;

const DO = `\`\`\`sh
kubectl apply -f hello.yaml
\`\`\`
\`\`\`printed
deployment.apps/hello created
\`\`\``;

const LOSE = `\`\`\`sh
kubectl delete $(kubectl get pods -l app=hello -o name | head -1)
\`\`\`

\`\`\`sh wait=5
kubectl get pods -l app=hello
\`\`\`
\`\`\`printed
NAME … AGE
hello-… Running …
hello-… Running …
\`\`\`

\`\`\`sh
kubectl get events --field-selector involvedObject.kind=ReplicaSet
\`\`\`
\`\`\`printed
…
… SuccessfulCreate …
…
\`\`\``;

const EN = `# The title
What this is about, in one sentence. Why it is worth ten minutes, in another.

## Run two {#run}
What is done here. The first use of a word is linked: a [Deployment](term:deployment).

${DO}

- [ ] two-ready: Two Pods of \`hello\` are ready

::: hint
Where to look.
:::
::: hint
What is wrong when it is not so.
:::
::: hint
The very line: \`kubectl apply -f hello.yaml\`.
:::
::: wrong one
Your Deployment asks for one Pod: \`kubectl scale deployment hello --replicas=2\`.
:::

## Predict: what is left? {#lose}
Now delete one.

::: predict
How many will there be in a moment?
- one: One
- two: Two
---
Two. Say why.
:::

${LOSE}

- [ ] replaced: A third Pod was made
- [ ] two-again: Two are ready again

::: hint
Where to look.
:::
::: hint
What is wrong when it is not so.
:::
::: hint
The very line.
:::
::: wrong taken-back
You deleted the Deployment, not a Pod. Apply \`hello.yaml\` again.
:::

## What happened {#debrief}
What it means, in two or three sentences.

**On a real cluster** what is the same, and what is not.

**Go deeper**: *Deployments* in the Kubernetes documentation.
`;

const KO = `# 제목
무엇을 해 볼지 한 문장으로 적어요. 왜 해 볼 만한지 한 문장 더 적어요.

## 두 개 띄우기 {#run}
여기서 할 일. 낱말은 처음 나올 때 링크해요. [Deployment](term:deployment)처럼요.

${DO}

- [ ] two-ready: \`hello\` Pod 두 개가 준비됐어요

::: hint
어디를 볼지.
:::
::: hint
안 될 때 무엇이 문제인지.
:::
::: hint
바로 그 명령: \`kubectl apply -f hello.yaml\`
:::
::: wrong one
지금 Deployment는 Pod을 하나만 요청해요. \`kubectl scale deployment hello --replicas=2\`로 늘려 보세요.
:::

## 예상해 보기: 몇 개가 남을까요? {#lose}
이제 하나를 지워 보세요.

::: predict
잠시 뒤에는 몇 개일까요?
- one: 한 개
- two: 두 개
---
두 개예요. 이유를 적어요.
:::

${LOSE}

- [ ] replaced: 세 번째 Pod이 만들어졌어요
- [ ] two-again: 다시 두 개가 준비됐어요

::: hint
어디를 볼지.
:::
::: hint
안 될 때 무엇이 문제인지.
:::
::: hint
바로 그 명령.
:::
::: wrong taken-back
Pod이 아니라 Deployment를 지웠어요. \`hello.yaml\`을 다시 적용하세요.
:::

## 무슨 일이 있었나요 {#debrief}
무슨 뜻인지 두세 문장으로 적어요.

**실제 클러스터에서도** 같은 점과 다른 점.

**더 읽기**: 쿠버네티스 문서의 *디플로이먼트*.
`;

/** Path in the lesson's folder → text. */
export const lessonTemplate: Readonly<Record<string, string>> = {
  'lesson.yaml': YAML,
  'en.md': EN,
  'ko.md': KO,
  'files/hello.yaml': FILE,
};
