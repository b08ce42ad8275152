/** The inspector's words in the language of the page. */
import { usePreferences } from '../../layout/preferences.ts';
import { en, type Reasons } from './en.ts';
import { ko } from './ko.ts';

const reasons = { en, ko };

export const useReasons = (): Reasons => reasons[usePreferences((state) => state.language)];
