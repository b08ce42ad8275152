/** The terminal's colours, from the page's tokens. It is dark in both themes, as terminals are. */
import type { ITheme } from '@xterm/xterm';

export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    background: color('term'),
    foreground: color('term-ink'),
    cursor: color('term-ink'),
    selectionBackground: '#3b5b78',
    overviewRulerBorder: '#0000',
    black: '#22323d',
    red: '#ff7480',
    green: '#41c898',
    yellow: '#e5ab52',
    blue: '#7aa7ff',
    magenta: '#b69be8',
    cyan: color('term-prompt'),
    white: color('term-ink'),
    brightBlack: color('term-muted'),
    brightRed: '#ff9aa2',
    brightGreen: '#7fe0bd',
    brightYellow: '#f2c98a',
    brightBlue: '#a6c4ff',
    brightMagenta: '#cfbcf2',
    brightCyan: '#aee2ff',
    brightWhite: '#ffffff',
  };
}
