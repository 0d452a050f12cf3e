package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import kepu.people.Tokens;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser for a test class, one process, with empty storage and cache before each test:
 * {@code @RegisterExtension static final Browser phone = Browser.phone();}. Elements are named by their {@code data-test}. Without
 * Chromium the class is skipped, but where {@code CI} is {@code true} it fails.
 */
public final class Browser
        implements ExecutionCondition,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOKING = Duration.ofMillis(100);
    private static final Path SHOTS = Path.of(System.getProperty("kepu.target", "target"), "screenshots");

    /** The router shows the page of the address, or that it could not be loaded. */
    private static final String ARRIVED = """
            const app = document.querySelector('#app, #console')?.__vue_app__;
            const shown = app && '#' + app.config.globalProperties.$route.fullPath;
            return !!app && (decodeURIComponent(shown) === decodeURIComponent(location.hash) || !!document.querySelector('.broken'));
            """;

    private final Chromium.Screen screen;
    private final Set<String> origins = new HashSet<>();
    private Chromium chromium;
    private ChromeDriver driver;

    private Browser(Chromium.Screen screen) {
        this.screen = screen;
    }

    /** 360 × 740 with a touch screen. */
    public static Browser phone() {
        return new Browser(Chromium.Screen.PHONE);
    }

    /** A window of 1280 × 800. */
    public static Browser desk() {
        return new Browser(Chromium.Screen.DESK);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Chromium.isThere() || "true".equals(System.getenv("CI"))
                ? ConditionEvaluationResult.enabled("chromium is looked up on PATH")
                : ConditionEvaluationResult.disabled(
                        "chromium and chromedriver are not on PATH: apt-get install chromium-driver");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!Chromium.isThere()) {
            throw new IllegalStateException("CI must have chromium and chromedriver on PATH");
        }
        chromium = Chromium.start(screen);
        driver = chromium.driver();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String before = driver.getWindowHandle();
        String fresh = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        driver.switchTo().window(before).close();
        driver.switchTo().window(fresh);
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        origins.forEach(origin -> driver.executeCdpCommand(
                "Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all")));
        origins.clear();
        driver.manage().logs().get(LogType.BROWSER);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            String test = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
            shot("failed/" + test.replaceAll("[^A-Za-z0-9.-]", "") + "-" + screen.width());
            System.out.println(test + " ended at " + route() + ", the browser complained of " + complaints());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (chromium != null) {
            chromium.close();
        }
    }

    public void open(URI address) {
        origins.add(address.getScheme() + "://" + address.getAuthority());
        driver.get(address.toString());
    }

    /** Logs in by a link, as the demo prints it, and waits until the first page of that role is there. */
    public void enter(House house, String token) {
        enter(house, token, house.uri("/"));
    }

    public void enter(House house, String token, URI origin) {
        Instant soon = Instant.now().plusSeconds(600);
        open(origin.resolve("/#/enter?ticket=" + house.app().tokens().ticket(subject(house, token), soon)));
        until(page -> !page.getCurrentUrl().contains("enter"));
    }

    /** Logs in likewise and opens a page of the console, such as {@code /accounts}. */
    public void work(House house, String token, String route) {
        enter(house, token);
        open(house.uri("/console/#" + route));
    }

    private static Tokens.Subject subject(House house, String token) {
        var me = house.get("/v1/me", token).json();
        long id = Long.parseLong(me.getString("id"));
        return me.getString("role").equals("resident")
                ? new Tokens.Subject.OfResident(id)
                : new Tokens.Subject.OfStaff(id);
    }

    /**
     * Goes to a page of the app or the console without loading it anew, or to where that leads. It is there then, and what it tells may not be:
     * a router passes over ways that are faster than the page that it is just on the way to.
     */
    public void go(String route) {
        arrive();
        script("location.hash = arguments[0]", route);
        arrive();
    }

    private void arrive() {
        until(page -> (Boolean) script(ARRIVED));
    }

    public void reload() {
        driver.navigate().refresh();
    }

    /** The first shown element of that name, as soon as there is one. */
    public WebElement see(String test) {
        return seeCss("[data-test='" + test + "']");
    }

    public WebElement seeCss(String css) {
        return until(
                page -> all(css).filter(WebElement::isDisplayed).findFirst().orElse(null));
    }

    /** The first shown element with these words. */
    public WebElement seeText(String test, String words) {
        return until(page -> all("[data-test='" + test + "']")
                .filter(element -> element.isDisplayed() && element.getText().contains(words))
                .findFirst()
                .orElse(null));
    }

    /** Waits until the first shown element of that name has all these words: it may be there before what it tells is. */
    public void reads(String test, String... words) {
        readsCss("[data-test='" + test + "']", words);
    }

    public void readsCss(String css, String... words) {
        try {
            until(page -> Stream.of(words).allMatch(shownText(css)::contains));
        } catch (TimeoutException late) {
            assertThat(shownText(css)).as(css).contains(words);
        }
    }

    /** Waits until the first shown element of that name says just this. */
    public void says(String test, String words) {
        String css = "[data-test='" + test + "']";
        try {
            until(page -> shownText(css).equals(words));
        } catch (TimeoutException late) {
            assertThat(shownText(css)).as(css).isEqualTo(words);
        }
    }

    private String shownText(String css) {
        return all(css).filter(WebElement::isDisplayed)
                .findFirst()
                .map(WebElement::getText)
                .orElse("");
    }

    public void seeNo(String test) {
        until(page -> all("[data-test='" + test + "']").noneMatch(WebElement::isDisplayed));
    }

    public void tap(String test) {
        tapCss("[data-test='" + test + "']");
    }

    /** Taps the first shown element, as soon as nothing covers it. */
    public void tapCss(String css) {
        until(page -> all(css).filter(WebElement::isDisplayed)
                .findFirst()
                .map(this::tapped)
                .orElse(false));
    }

    /** Taps the element with exactly these words. */
    public void tapText(String css, String words) {
        until(page -> all(css).filter(element -> element.getText().equals(words))
                .findFirst()
                .map(this::tapped)
                .orElse(false));
    }

    private boolean tapped(WebElement element) {
        script("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
        return true;
    }

    public void type(String test, String words) {
        WebElement field = see(test);
        field.clear();
        field.sendKeys(words);
    }

    public List<WebElement> every(String css) {
        return all(css).toList();
    }

    private Stream<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css)).stream();
    }

    /** Waits until the condition gives something that is neither null nor false. */
    public <T> T until(Function<? super WebDriver, T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                .pollingEvery(LOOKING)
                .ignoring(StaleElementReferenceException.class)
                .ignoring(ElementClickInterceptedException.class)
                .ignoring(ElementNotInteractableException.class)
                .until(condition);
    }

    public Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** A script that is done when it calls its last argument with the result. */
    public Object scriptLater(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** Runs a script in the service worker of the page, as soon as it is awake. */
    public void inWorker(String script) {
        String worker = until(page -> worker());
        String session = (String) command("Target.attachToTarget", Map.of("targetId", worker, "flatten", false))
                .get("sessionId");
        JsonObject message = new JsonObject()
                .put("id", 1)
                .put("method", "Runtime.evaluate")
                .put("params", new JsonObject().put("expression", script));
        command("Target.sendMessageToTarget", Map.of("sessionId", session, "message", message.encode()));
    }

    private @Nullable String worker() {
        return ((List<?>) command("Target.getTargets", Map.of()).get("targetInfos"))
                .stream()
                        .map(target -> (Map<?, ?>) target)
                        .filter(target -> "service_worker".equals(target.get("type"))
                                && origins.stream().anyMatch(target.get("url").toString()::startsWith))
                        .map(target -> (String) target.get("targetId"))
                        .findFirst()
                        .orElse(null);
    }

    /** A command of the Chrome DevTools Protocol. */
    public Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** What the person answered, or would, when a page of that address asks to show notifications: granted, denied or prompt. */
    public void notifications(URI address, String answer) {
        command(
                "Browser.setPermission",
                Map.of(
                        "permission",
                        Map.of("name", "notifications"),
                        "setting",
                        answer,
                        "origin",
                        address.getScheme() + "://" + address.getAuthority()));
    }

    /** The page of the app, as {@link #go} takes it. */
    public String route() {
        return driver.getCurrentUrl().replaceFirst("[^#]*#?", "");
    }

    /** What the browser complained about since it was last asked: failed scripts, refused content, failed requests. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
    }

    /** Keeps a picture under target/screenshots. */
    public void shot(String name) {
        try {
            Path file = SHOTS.resolve(name + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
