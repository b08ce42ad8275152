/** One step: its number or check, its words, its goals as they stand, its prediction. Only the current one is open. */
import { useState } from 'react';
import type { GoalState } from '../../lessons/runner.ts';
import type { Step, StepProse } from '../../lessons/lesson.ts';
import { StateMark } from '../marks/state-mark.tsx';
import type { Studio } from '../panels/contract.ts';
import { Blocks } from './blocks.tsx';
import { Look } from './look.tsx';
import { Prose } from './prose.tsx';
import type { LessonWords } from './words.ts';

interface StepProps {
  step: Step;
  prose: StepProse;
  number: number;
  state: 'passed' | 'current' | 'later';
  goals: readonly GoalState[];
  choice: string | undefined;
  /** It was shown, not solved. */
  seen: boolean;
  /** Wrong answers that the cluster looks like. */
  wrong: readonly string[];
  onPredict(choice: string): void;
  studio: Studio;
  words: LessonWords;
}

export function StepView(props: StepProps) {
  const { step, prose, number, state, studio, words } = props;
  const [opened, setOpened] = useState(false);
  const open = state === 'current' || opened;
  return (
    <li
      className="lesson-step"
      data-state={state}
      data-seen={props.seen || undefined}
      aria-current={state === 'current' ? 'step' : undefined}
    >
      <span className="lesson-number" aria-hidden="true">
        {state === 'passed' ? <Check /> : number}
      </span>
      <div>
        <h3>
          <button type="button" aria-expanded={open} disabled={state === 'current'} onClick={() => setOpened(!opened)}>
            {prose.title}
          </button>
          {props.seen && <small className="lesson-seen">{words.seen}</small>}
        </h3>
        {open && (
          <>
            <Blocks
              blocks={prose.blocks}
              prediction={
                prose.prediction && (
                  <PredictionView {...props} prediction={prose.prediction} answer={step.prediction?.answer ?? ''} />
                )
              }
              studio={studio}
              words={words}
            />
            <ul className="lesson-goals">
              {Object.entries(prose.goals).map(([id, text]) => (
                <GoalView
                  key={id}
                  text={text}
                  passed={state === 'passed'}
                  state={props.goals.find((goal) => goal.id === id)}
                  words={words}
                />
              ))}
            </ul>
            {props.wrong.map((id) => (
              <div key={id} className="lesson-hint" data-wrong="true" role="status">
                <Prose markdown={prose.wrong[id] ?? ''} />
              </div>
            ))}
            {state === 'current' && <Look look={step.look} studio={studio} words={words} />}
          </>
        )}
      </div>
    </li>
  );
}

function GoalView({
  text,
  passed,
  state,
  words,
}: {
  text: string;
  passed: boolean;
  state: GoalState | undefined;
  words: LessonWords;
}) {
  const held = passed || state?.held === true;
  const mark = held ? 'completed' : state?.met ? 'starting' : 'unknown';
  const note = held ? undefined : state?.met ? words.holding : state?.unmet && words.unmet(state.unmet);
  return (
    <li data-held={held}>
      <StateMark state={mark} label={held ? '✓' : '…'} />
      <span>
        <Prose markdown={text} inline />
        {note && (
          <span className="lesson-note">
            <Prose markdown={note} inline />
          </span>
        )}
      </span>
    </li>
  );
}

function PredictionView({
  prediction,
  answer,
  choice,
  onPredict,
  step,
  words,
}: StepProps & { prediction: NonNullable<StepProse['prediction']>; answer: string }) {
  return (
    <fieldset className="lesson-prediction">
      <legend>{words.predict}</legend>
      <Prose markdown={prediction.question} />
      {Object.entries(prediction.choices).map(([id, text]) => (
        <label key={id}>
          <input type="radio" name={step.id} value={id} checked={choice === id} onChange={() => onPredict(id)} />
          <Prose markdown={text} inline />
        </label>
      ))}
      {choice && (
        <div role="status" data-right={choice === answer}>
          <b>{choice === answer ? words.right : words.wrong}</b>
          <Prose markdown={prediction.afterwards} />
        </div>
      )}
    </fieldset>
  );
}

function Check() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12">
      <path
        d="M2.5 6.3l2.4 2.4 4.6-5.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
