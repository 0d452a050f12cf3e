package kepu.content.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Somebody answers for what is said: a named authority, and no shop, company or passer-by. */
final class Sources implements StyleGuide.Rule {
    private static final Set<String> AUTHORITIES = Set.of("national", "provincial", "academic", "international");
    private static final Pattern NO_AUTHORITY = Pattern.compile("公司|工作室|商店|药店|旗舰店|网友|网络|自媒体|朋友圈|微信群");

    @Override
    public List<Fault> faults(Draft draft, List<Sentence> sentences) {
        List<Fault> faults = new ArrayList<>();
        String name = draft.source().name();
        if (name.isBlank()) {
            faults.add(new Fault(Fault.MATTER, "没有写来源：是哪个部门、机构的说法？"));
        } else if (NO_AUTHORITY.matcher(name).find()) {
            faults.add(new Fault(Fault.MATTER, "来源“%s”不是权威部门或学术机构".formatted(name)));
        }
        if (!AUTHORITIES.contains(draft.source().authority())) {
            faults.add(new Fault(Fault.MATTER, "来源的级别要写明：national、provincial、academic 或 international"));
        }
        return faults;
    }
}
