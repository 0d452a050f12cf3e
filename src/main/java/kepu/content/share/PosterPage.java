package kepu.content.share;

import java.util.stream.Collectors;

/** A poster as a page that prints on one sheet of A4 from any browser. */
public final class PosterPage {
    private static final String STYLE =
            "@page{size:A4;margin:0}*{box-sizing:border-box}body{margin:0;font-family:'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif;color:#1d2b28}"
                    + ".sheet{width:210mm;height:297mm;padding:18mm;display:flex;flex-direction:column;margin:0 auto;overflow:hidden}"
                    + "h1{font-size:44pt;line-height:1.25;margin:0 0 8mm;color:#0d5f52}.summary{font-size:22pt;line-height:1.5;margin:0 0 8mm}"
                    + "ul{font-size:20pt;line-height:1.6;margin:0;padding-left:9mm;flex:1}.foot{display:flex;align-items:center;gap:8mm;border-top:1mm solid #0d5f52;padding-top:6mm}"
                    + ".foot svg{width:45mm;height:45mm}.foot p{font-size:16pt;line-height:1.6;margin:0}";

    private PosterPage() {}

    public static String of(PosterText text, QrCode code) {
        String points = text.points().stream()
                .map(point -> "<li>" + SharePage.escaped(point) + "</li>")
                .collect(Collectors.joining());
        return "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%1$s</title><style>%2$s</style></head><body><main class=\"sheet\"><h1>%1$s</h1><p class=\"summary\">%3$s</p><ul>%4$s</ul><div class=\"foot\">%5$s<p>扫一扫，看全文<br>来源：%6$s<br>智慧科普</p></div></main></body></html>"
                .formatted(
                        SharePage.escaped(text.title()),
                        STYLE,
                        SharePage.escaped(text.summary()),
                        points,
                        code.svg(),
                        SharePage.escaped(text.source()));
    }
}
