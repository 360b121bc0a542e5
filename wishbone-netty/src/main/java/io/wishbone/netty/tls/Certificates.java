package io.wishbone.netty.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Reads certificates from PEM files, and what they say. */
final class Certificates {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private Certificates() {}

    /**
     * All certificates of a file, at least one.
     *
     * @param what what the file is, for messages
     */
    static List<X509Certificate> read(String what, Path path, byte[] file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemBlock.parse(file)) {
                if (block.label().equals("CERTIFICATE")
                        || block.label().equals("X509 CERTIFICATE")
                        || block.label().equals("TRUSTED CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new TlsException(
                    "certificate " + (certificates.size() + 1) + " in the " + what + " " + path + " cannot be read: "
                            + e.getMessage() + " (expected: X.509 in PEM)",
                    e);
        }
        if (certificates.isEmpty()) {
            throw new TlsException(
                    "no certificate in the " + what + " " + path + (file.length == 0 ? ", which is empty" : "")
                            + " (expected: a PEM file with a block that begins with -----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    /** The DNS names that it is for, in lower case; they may begin with {@code *.}. */
    static List<String> dnsNames(X509Certificate certificate) {
        return alternativeNames(certificate, DNS_NAME);
    }

    /** All names and addresses that it is for. */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>(dnsNames(certificate));
        names.addAll(alternativeNames(certificate, IP_ADDRESS));
        return names;
    }

    private static List<String> alternativeNames(X509Certificate certificate, int kind) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(kind) && name.get(1) instanceof String text) {
                    names.add(text.toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** Its subject, and who signed it. */
    static String describe(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        String issuer = certificate.getIssuerX500Principal().getName();
        return subject.equals(issuer) ? subject + ", which is self-signed" : subject + ", issued by " + issuer;
    }
}
