import { describe, expect, it } from 'vitest';
import { maskUrl } from './channels.js';

describe('the URL of a channel', () => {
  it.each([
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['https://hooks.park/alerts?x=1', 'https://hooks.park/alerts?x=1'],
    [
      'https://oapi.dingtalk.com/robot/send?access_token=abcdef',
      'https://oapi.dingtalk.com/robot/send?access_token=***',
    ],
    [
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1&x=2',
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=***&x=2',
    ],
    [
      'https://open.feishu.cn/open-apis/bot/v2/hook/aaaa-bbbb-cccc',
      'https://open.feishu.cn/open-apis/bot/v2/hook/***',
    ],
    ['smtp://u%40x.cn:pw@mail.park:587/?to=a@b', 'smtp://u%40x.cn:***@mail.park:587/?to=a@b'],
  ])('%s is shown as %s', (url, shown) => expect(maskUrl(url)).toBe(shown));
});
