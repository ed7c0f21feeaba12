"""The data categories of TBX-Default, the dialect of TBX 2 that its header calls TBXXCSV02.xcs.

Tables by element: which categories hold plain text, text with highlighting, or text with any inline
element; at which levels a descrip may stand; and the picklists. From ISO 30042:2008.
"""

from __future__ import annotations

from collections.abc import Mapping

PLAIN: Mapping[str, str] = {
    "admin": "applicationSubset businessUnitSubset conceptOrigin customerSubset databaseType "
    "domainExpert entrySource environmentSubset indexHeading keyword originatingDatabase "
    "originatingInstitution originatingPerson productSubset projectSubset searchTerm sortKey "
    "sourceIdentifier subsetOwner",
    "descrip": "audio characteristic classificationCode conceptPosition figure otherBinaryData "
    "quantity range subjectField table thesaurusDescriptor unit video",
    "termNote": "geographicalUsage grammaticalValency lionHotkey partOfSpeech termLocation "
    "termStructure timeRestriction",
}
"""The categories that hold nothing but characters."""

HIGHLIGHTED: Mapping[str, str] = {
    "descrip": "antonymConcept associatedConcept broaderConceptGeneric broaderConceptPartitive "
    "coordinateConceptGeneric coordinateConceptPartitive relatedConcept relatedConceptBroader "
    "relatedConceptNarrower sequentiallyRelatedConcept spatiallyRelatedConcept "
    "subordinateConceptGeneric subordinateConceptPartitive superordinateConceptGeneric "
    "superordinateConceptPartitive temporallyRelatedConcept",
    "termNote": "abbreviatedFormFor antonymTerm falseFriend homograph pronunciation shortFormFor",
}
"""The categories that may hold hi elements."""

RUNNING: Mapping[str, str] = {
    "admin": "annotatedNote source",
    "adminNote": "noteSource",
    "descrip": "context definition example explanation sampleSentence",
    "ref": "crossReference see",
    "termCompList": "hyphenation lemma morphologicalElement syllabification termElement",
    "termNote": "etymology transferComment usageNote",
    "transacNote": "responsibility usageCount",
    "xref": "corpusTrace externalCrossReference xAudio xGraphic xMathML xSource xVideo",
}
"""The categories that may hold any inline element."""

DESCRIP_LEVELS: Mapping[str, str] = {
    "C": "antonymConcept subjectField thesaurusDescriptor",
    "T": "characteristic context quantity range sampleSentence unit",
    "CLT": "audio classificationCode definition example explanation figure otherBinaryData "
    "reliabilityCode table video",
}
"""The levels of the descrips that do not stand at concepts and languages alike."""

PICKLISTS: Mapping[str, Mapping[str, str]] = {
    "admin": {
        "elementWorkingStatus": "starterElement workingElement consolidatedElement archiveElement "
        "importedElement exportedElement",
        "securitySubset": "public confidential",
    },
    "adminNote": {"sourceType": "parallelText backgroundText"},
    "descrip": {"reliabilityCode": "1 2 3 4 5 6 7 8 9 10"},
    "descripNote": {
        "contextType": "definingContext explanatoryContext associativeContext linguisticContext "
        "metalinguisticContext translatedContext",
        "definitionType": "intensionalDefinition extensionalDefinition partitiveDefinition "
        "translatedDefinition",
        "descriptionType": "",  # the table of the standard names a picklist and gives no values
    },
    "termNote": {
        "administrativeStatus": "standardizedTerm-admn-sts preferredTerm-admn-sts "
        "admittedTerm-admn-sts deprecatedTerm-admn-sts supersededTerm-admn-sts "
        "legalTerm-admn-sts regulatedTerm-admn-sts",
        "animacy": "animate inanimate otherAnimacy",
        "directionality": "monodirectional bidirectional incommensurate undetermined",
        "frequency": "commonlyUsed infrequentlyUsed rarelyUsed",
        "grammaticalGender": "masculine feminine neuter otherGender",
        "grammaticalNumber": "singular plural dual mass otherNumber",
        "language-planningQualifier": "recommendedTerm nonstandardizedTerm proposedTerm newTerm",
        "normativeAuthorization": "standardizedTerm preferredTerm admittedTerm deprecatedTerm "
        "supersededTerm legalTerm regulatedTerm",
        "processStatus": "unprocessed provisionallyProcessed finalized",
        "proprietaryRestriction": "trademark serviceMark tradeName",
        "register": "colloquialRegister neutralRegister technicalRegister in-houseRegister "
        "bench-levelRegister slangRegister vulgarRegister",
        "temporalQualifier": "archaicTerm outdatedTerm obsoleteTerm",
        "termProvenance": "transdisciplinaryBorrowing translingualBorrowing loanTranslation "
        "neologism",
        "termType": "abbreviation acronym clippedTerm commonName entryTerm equation formula "
        "fullForm initialism internationalScientificTerm internationalism logicalExpression "
        "partNumber phraseologicalUnit shortForm shortcut sku standardText string symbol synonym "
        "synonymousPhrase transcribedForm transliteratedForm variant",
    },
    "transac": {
        "transactionType": "origination input modification check approval withdrawal "
        "standardization exportation importation proposal userAccess",
    },
}
"""The values that the other categories may have."""
