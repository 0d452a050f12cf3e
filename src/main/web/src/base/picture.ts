/** A card for chat groups as a picture: title, summary, source and the code that leads to it; drawn on the phone. */
import type { Card } from '../api';

const WIDTH = 750;
const MARGIN = 56;
const CODE = 230;
const FONT = 'sans-serif';
const SUMMARY_LINES = 7;

interface Line {
  text: string;
  font: string;
  colour: string;
  height: number;
}

/** PNG, 750 pixels wide and as high as its text. */
export async function draw(item: Pick<Card, 'title' | 'summary' | 'source'>, codeUrl: string, from: string): Promise<Blob> {
  const code = await loaded(codeUrl);
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws nothing');
  const lines = [
    ...wrapped(pen, item.title, `bold 46px ${FONT}`, '#1c2624', 64),
    ...wrapped(pen, item.summary, `34px ${FONT}`, '#35413e', 54).slice(0, SUMMARY_LINES),
  ];
  const text = lines.reduce((sum, line) => sum + line.height, 0);
  canvas.width = WIDTH;
  canvas.height = 120 + text + 60 + CODE + MARGIN;
  paint(pen, canvas.height, lines);
  pen.drawImage(code, WIDTH - MARGIN - CODE, canvas.height - MARGIN - CODE, CODE, CODE);
  foot(pen, canvas.height - MARGIN - CODE, item.source, from);
  return blob(canvas);
}

function paint(pen: CanvasRenderingContext2D, height: number, lines: Line[]): void {
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, WIDTH, height);
  pen.fillStyle = '#0d5f52';
  pen.fillRect(0, 0, WIDTH, 84);
  write(pen, '智慧科普', `bold 36px ${FONT}`, '#ffffff', 56);
  let y = 120;
  for (const line of lines) {
    y += line.height;
    write(pen, line.text, line.font, line.colour, y - 14);
  }
}

function foot(pen: CanvasRenderingContext2D, top: number, source: string, from: string): void {
  const room = WIDTH - 3 * MARGIN - CODE;
  const said = [`来源：${source}`, `${from} 转发`, '手机扫码看全文，不用登录'];
  let y = top + 44;
  for (const text of said) {
    for (const line of wrapped(pen, text, `28px ${FONT}`, '#4d5a57', 42, room)) {
      write(pen, line.text, line.font, line.colour, y);
      y += line.height;
    }
    y += 8;
  }
}

function write(pen: CanvasRenderingContext2D, text: string, font: string, colour: string, y: number): void {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, MARGIN, y);
}

/** Chinese may break anywhere. */
function wrapped(pen: CanvasRenderingContext2D, text: string, font: string, colour: string, height: number, room = WIDTH - 2 * MARGIN): Line[] {
  pen.font = font;
  const lines: Line[] = [];
  let line = '';
  for (const letter of text) {
    if (line !== '' && pen.measureText(line + letter).width > room) {
      lines.push({ text: line, font, colour, height });
      line = '';
    }
    line += letter;
  }
  return line === '' ? lines : [...lines, { text: line, font, colour, height }];
}

function loaded(url: string): Promise<HTMLImageElement> {
  return new Promise((done, refuse) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => refuse(new Error('the code did not come'));
    image.src = url;
  });
}

function blob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, refuse) => canvas.toBlob((made) => (made ? done(made) : refuse(new Error('no picture was made'))), 'image/png'));
}
