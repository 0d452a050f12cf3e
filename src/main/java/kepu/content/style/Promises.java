package kepu.content.style;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nothing is promised that nobody can keep. What is quoted may promise, and a sentence that denies or warns may name the promise; the words
 * of the promise do not deny it themselves (没有副作用).
 */
final class Promises implements StyleGuide.Rule {
    private static final Pattern PROMISE =
            Pattern.compile("根治|包治|包管|药到病除|除病根|永不复发|不再复发|立竿见影|(?<!精)神药|神效|奇效|特效药|万能药|祖传秘方|"
                    + "(?:没有|无|零|毫无)(?:任何)?(?:毒|毒性)?副作用|纯天然无害|"
                    + "(?:百分之百|百分百|100\\s*[%％])的?(?:有效|安全|治愈|见效|成功|预防|能|会|可以)|绝对(?:安全|有效|没事|不会|能|可以|治)|"
                    + "(?<!不)(?:保证|确保|一定能|一定会)(?:治|好|有效|见效|安全|不得|不会得|不复发|痊愈|高产|增产|丰收)");
    private static final Pattern DENIAL =
            Pattern.compile("没法|没有|无法|不能|不会|不是|不要|不写|不买|不信|不可|别|勿|莫|假|骗|谣|错|违法|推销|高价|谁|未必|警惕|小心|所谓");

    @Override
    public List<Fault> faults(Draft draft, List<Sentence> sentences) {
        List<Fault> faults = new ArrayList<>();
        for (Sentence sentence : sentences) {
            String said = sentence.unquoted();
            Matcher promise = PROMISE.matcher(said);
            if (promise.find() && !DENIAL.matcher(promise.replaceAll("")).find()) {
                Matcher first = PROMISE.matcher(said);
                first.find();
                faults.add(new Fault(sentence.line(), "“%s”是绝对的承诺：没有人保证得了，请改成有根据的说法".formatted(first.group())));
            }
        }
        return faults;
    }
}
