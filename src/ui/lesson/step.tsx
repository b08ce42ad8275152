/** One step: its number or check, its words, its goals as they stand, its prediction. Only the current one is open. */
import { useState } from 'react';
import type { GoalState } from '../../lessons/runner.ts';
import type { Step, StepProse } from '../../lessons/lesson.ts';
import { StateMark } from '../marks/state-mark.tsx';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
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
  /** The last one passed: what its prediction came to is still to be read. */
  latest: boolean;
  /** The answer is wanted before the cluster gives it. */
  told: boolean;
  /** Wrong answers that the cluster looks like. */
  wrong: readonly string[];
  onPredict(choice: string): void;
  onTell(): void;
  studio: Studio;
  words: LessonWords;
}

export function StepView(props: StepProps) {
  const { step, prose, number, state, studio, words } = props;
  const [opened, setOpened] = useState<boolean>();
  // The latest stays open: what it says after its goals is still being read and done.
  const open = state === 'current' || (opened ?? props.latest);
  return (
    <li
      className="lesson-step"
      data-state={state}
      data-seen={props.seen || undefined}
      aria-current={state === 'current' ? 'step' : undefined}
    >
      <span className="lesson-number" aria-hidden="true">
        {state !== 'passed' ? number : props.seen ? <Eye /> : <Check />}
      </span>
      <div>
        <h3>
          <button type="button" aria-expanded={open} disabled={state === 'current'} onClick={() => setOpened(!open)}>
            {prose.title}
          </button>
          {props.seen && <small className="lesson-seen">{words.seen}</small>}
        </h3>
        {open && (
          <>
            <Blocks
              blocks={prose.blocks}
              prediction={prose.prediction && <PredictionView {...props} prediction={prose.prediction} />}
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
            {state !== 'later' && <Look look={step.look} studio={studio} words={words} />}
          </>
        )}
        {!open && props.latest && prose.prediction && props.choice && (
          <div className="lesson-prediction">
            <Outcome {...props} prediction={prose.prediction} />
          </div>
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

type Predicted = StepProps & { prediction: NonNullable<StepProse['prediction']> };

/** It is the cluster that answers: what is right is told when the step is passed, or when the learner wants to know. */
function PredictionView(props: Predicted) {
  const { prediction, choice, onPredict, onTell, step, state, told, words } = props;
  const answered = state === 'passed' || (told && state === 'current');
  return (
    <fieldset className="lesson-prediction">
      <legend>{words.predict}</legend>
      <Prose markdown={prediction.question} />
      {Object.entries(prediction.choices).map(([id, text]) => (
        <label key={id}>
          <input
            type="radio"
            name={step.id}
            value={id}
            checked={choice === id}
            disabled={state !== 'current' || answered}
            onChange={() => onPredict(id)}
          />
          <Prose markdown={text} inline />
        </label>
      ))}
      {answered && <Outcome {...props} />}
      {!answered && choice && (
        <div role="status">
          {words.letItAnswer}{' '}
          <Button look="edge" onClick={onTell}>
            {words.tell}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function Outcome({ prediction, choice, step, words }: Predicted) {
  const right = choice === step.prediction?.answer;
  return (
    <div role="status" data-right={right}>
      {choice && <b>{right ? words.right : words.wrong}</b>}
      <Prose markdown={prediction.afterwards} />
    </div>
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

/** Seen, not solved. */
function Eye() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.4">
      <path d="M1 6c1.3-2.2 3-3.3 5-3.3S9.7 3.8 11 6c-1.3 2.2-3 3.3-5 3.300S2.300 8.200 1 6z" strokeLinejoin="round" />
      <circle cx="6" cy="6" r="1.3" />
    </svg>
  );
}
